namespace Loci.Indexing.Dense;

/// <summary>Adds one query's scores to those of other parts. For one thread.</summary>
internal sealed class ScoreAdder(IRowScorer scorer)
{
    private readonly double[] _approximations = new double[DenseSearch.LargestTile];
    private readonly double[] _errors = new double[DenseSearch.LargestTile];

    /// <summary>Adds weight·approximation and |weight|·error, and to the errors what the addition rounds.</summary>
    public void Add(int first, double weight, Span<double> scores, Span<double> errors)
    {
        for (var done = 0; done < scores.Length; done += DenseSearch.LargestTile)
        {
            var count = Math.Min(DenseSearch.LargestTile, scores.Length - done);
            scorer.Score(first + done, count, _approximations.AsSpan(0, count), _errors.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                var part = weight * _approximations[i];
                var sum = scores[done + i] + part;
                errors[done + i] += Math.Abs(weight) * _errors[i] + (Math.Abs(sum) + Math.Abs(part)) * Bounds.Rounding;
                scores[done + i] = sum;
            }
        }
    }
}
