using System.Numerics.Tensors;
using Loci.Models;

namespace Loci.Torch.Generation;

/// <summary>Logarithms of probabilities from logits.</summary>
internal static class LogProbabilities
{
    /// <summary>log Σ exp(logit), summed in float64.</summary>
    public static double LogSumExp(ReadOnlySpan<float> logits)
    {
        var top = TensorPrimitives.Max(logits);
        var shifted = new double[logits.Length];
        TensorPrimitives.ConvertTruncating<float, double>(logits, shifted);
        TensorPrimitives.Subtract(shifted, top, shifted);
        TensorPrimitives.Exp<double>(shifted, shifted);
        return top + Math.Log(TensorPrimitives.Sum<double>(shifted));
    }

    /// <summary>The most likely tokens, the likeliest first, ties by id.</summary>
    /// <param name="logits">Logits of every token.</param>
    /// <param name="whole">Their <see cref="LogSumExp"/>.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<TokenLogProbability> Likeliest(ReadOnlySpan<float> logits, double whole, int count)
    {
        if (count == 0) return [];
        var best = new PriorityQueue<int, (float Logit, int Order)>(); // the least likely of the best comes out first
        for (var id = 0; id < logits.Length; id++)
        {
            if (best.Count < count) best.Enqueue(id, (logits[id], -id));
            else if (best.TryPeek(out _, out var least) && logits[id] > least.Logit) best.EnqueueDequeue(id, (logits[id], -id));
        }
        var found = new TokenLogProbability[best.Count];
        for (var i = found.Length - 1; i >= 0; i--)
        {
            var id = best.Dequeue();
            found[i] = new TokenLogProbability(id, logits[id] - whole);
        }
        return found;
    }
}
