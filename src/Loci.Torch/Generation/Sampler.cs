using System.Numerics.Tensors;
using Loci.Models;

namespace Loci.Torch.Generation;

/// <summary>
/// Draws the next token of one text from logits, as <see cref="GenerationOptions"/> says. The same seed draws the same tokens; float64 throughout, ties to the lowest id.
/// Remembers what it drew. Not thread-safe.
/// </summary>
/// <param name="options">How to draw.</param>
/// <param name="prompt">What the text begins with, for the repetition penalty.</param>
internal sealed class Sampler(GenerationOptions options, IEnumerable<int>? prompt = null)
{
    private const double Fall = 1.0 / 64; // of the threshold above which tokens are looked at

    private readonly Random _random = new(Mixed(options.Seed));
    private readonly Penalties? _penalties = Penalties.Of(options, prompt ?? []);
    private double[] _weights = [];
    private float[] _scores = [];

    /// <summary>The next token: the most likely one at temperature 0, else a draw.</summary>
    public GeneratedToken Next(ReadOnlySpan<float> logits)
    {
        var whole = LogProbabilities.LogSumExp(logits);
        if (!double.IsFinite(whole)) throw new InvalidInputException("the model gives logits that are not numbers: its weights are damaged, or what it learnt has broken them.");
        var id = Choose(Penalised(logits));
        _penalties?.Add(id);
        return new GeneratedToken(id, logits[id] - whole, LogProbabilities.Likeliest(logits, whole, options.TopLogProbabilities));
    }

    private ReadOnlySpan<float> Penalised(ReadOnlySpan<float> logits)
    {
        if (_penalties is null) return logits;
        if (_scores.Length != logits.Length) _scores = new float[logits.Length];
        logits.CopyTo(_scores);
        _penalties.Apply(_scores);
        return _scores;
    }

    private int Choose(ReadOnlySpan<float> scores)
    {
        if (options.Temperature <= 0) return TensorPrimitives.IndexOfMax(scores);
        Weigh(scores);
        if (options.TopK == 0 && options.TopP >= 1 && options.MinP <= 0) return Draw(_weights, TensorPrimitives.Sum<double>(_weights));
        var likely = Kept();
        double[] kept = [.. likely.Select(id => _weights[id])];
        return likely[Draw(kept, kept.Sum())];
    }

    /// <summary>Unnormalised probabilities at the temperature; the most likely token has 1.</summary>
    private void Weigh(ReadOnlySpan<float> scores)
    {
        if (_weights.Length != scores.Length) _weights = new double[scores.Length];
        TensorPrimitives.ConvertTruncating<float, double>(scores, _weights); // from float32 to float64 this is exact
        TensorPrimitives.Subtract(_weights, TensorPrimitives.Max<double>(_weights), _weights);
        TensorPrimitives.Divide(_weights, options.Temperature, _weights);
        TensorPrimitives.Exp<double>(_weights, _weights);
    }

    /// <summary>The tokens that top-k, top-p and min-p leave, the likeliest first.</summary>
    private List<int> Kept()
    {
        var all = TensorPrimitives.Sum<double>(_weights);
        var likely = Likeliest(all);
        if (options.TopP < 1)
        {
            double total = options.TopK > 0 ? likely.Sum(id => _weights[id]) : all, sum = 0;
            var last = likely.FindIndex(id => (sum += _weights[id]) / total >= options.TopP);
            if (last >= 0) likely.RemoveRange(last + 1, likely.Count - last - 1);
        }
        likely.RemoveAll(id => _weights[id] < options.MinP);
        return likely;
    }

    /// <summary>
    /// The most likely tokens in order, top-k of them and as many as top-p and min-p need. Those above a falling threshold are looked at until they are enough, which spares
    /// the sorting of a whole vocabulary.
    /// </summary>
    private List<int> Likeliest(double all)
    {
        var most = options.TopK > 0 ? options.TopK : int.MaxValue;
        var possible = _weights.Length - _weights.AsSpan().Count(0); // the others are too unlikely for a number
        var likely = new List<int>();
        var threshold = 1.0;
        do
        {
            threshold *= Fall;
            likely.Clear();
            for (var id = 0; id < _weights.Length; id++)
            {
                if (_weights[id] >= threshold) likely.Add(id);
            }
        }
        while (likely.Count < possible && !Enough(likely));
        likely.Sort((a, b) => _weights[a] != _weights[b] ? _weights[b].CompareTo(_weights[a]) : a.CompareTo(b));
        if (likely.Count > most) likely.RemoveRange(most, likely.Count - most);
        return likely;

        bool Enough(List<int> found) => found.Count >= most || (options.TopP < 1
            ? options.TopK == 0 && found.Sum(id => _weights[id]) >= options.TopP * all
            : options.TopK == 0 && threshold <= options.MinP);
    }

    /// <summary>31 bits of a seed's 64, all of which count (SplitMix64, Steele and others 2014): neighbours draw unlike each other.</summary>
    private static int Mixed(long seed)
    {
        var bits = unchecked((ulong)seed + 0x9E3779B97F4A7C15);
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return (int)((bits ^ (bits >> 31)) >> 33);
    }

    /// <summary>An index, drawn by weight.</summary>
    private int Draw(ReadOnlySpan<double> weights, double total)
    {
        var left = _random.NextDouble() * total;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0) continue;
            left -= weights[i];
            if (left < 0) return i;
            last = i;
        }
        return last;
    }
}
