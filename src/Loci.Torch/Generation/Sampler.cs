using System.Numerics.Tensors;
using Loci.Models;

namespace Loci.Torch.Generation;

/// <summary>Draws the next token from logits. The same seed draws the same tokens; float64 throughout. Not thread-safe.</summary>
internal sealed class Sampler(GenerationOptions options)
{
    private readonly Random _random = new(unchecked((int)(options.Seed ^ options.Seed >> 32)));

    /// <summary>The next token: the most likely one at temperature 0 (the lowest id at a tie), else a draw.</summary>
    public int Next(ReadOnlySpan<float> logits)
    {
        if (options.Temperature <= 0) return TensorPrimitives.IndexOfMax(logits);
        var ids = Enumerable.Range(0, logits.Length).ToArray();
        var weights = new double[logits.Length];
        var top = (double)TensorPrimitives.Max(logits);
        for (var i = 0; i < weights.Length; i++) weights[i] = -Math.Exp((logits[i] - top) / options.Temperature);
        Array.Sort(weights, ids); // ascending in −weight: most likely first
        OrderTies(weights, ids);
        return ids[Draw(weights, Kept(weights))];
    }

    /// <summary>Puts equally likely tokens in order of id, which the sort leaves open.</summary>
    private static void OrderTies(double[] weights, int[] ids)
    {
        for (int start = 0, end; start < ids.Length; start = end)
        {
            end = start + 1;
            while (end < ids.Length && weights[end] == weights[start]) end++;
            if (end - start > 1) Array.Sort(ids, start, end - start);
        }
    }

    /// <summary>How many of the sorted tokens top-k and top-p leave.</summary>
    private int Kept(double[] negated)
    {
        var most = options.TopK > 0 ? Math.Min(options.TopK, negated.Length) : negated.Length;
        if (options.TopP >= 1) return most;
        double total = negated.Sum(), sum = 0;
        for (var i = 0; i < most; i++)
        {
            sum += negated[i];
            if (sum / total >= options.TopP) return i + 1;
        }
        return most;
    }

    private int Draw(double[] negated, int kept)
    {
        double total = 0;
        for (var i = 0; i < kept; i++) total -= negated[i];
        var left = _random.NextDouble() * total;
        for (var i = 0; i < kept; i++)
        {
            left += negated[i];
            if (left < 0) return i;
        }
        return kept - 1;
    }
}
