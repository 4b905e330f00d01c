using Loci.Vectors;

namespace Loci.Indexing.Dense;

/// <summary>Works out the exact scores of contenders until the K best are certain.</summary>
internal sealed class Reranking(IVectorRows exact, IReadOnlyList<float[]> queries, int count, int threads)
{
    private const int Batch = 128;
    private const int PieceRows = 16;

    private readonly double[][] _wide = [.. queries.Select(query => ExactProduct.Widen(query))];

    /// <summary>The K best of contenders that come with the most promising first. How many are read depends on nothing but the bounds and scores.</summary>
    public NearestRows Run(Contender[] contenders, CancellationToken cancellationToken)
    {
        var scored = new ScoredRow[contenders.Length];
        var read = 0;
        for (var threshold = double.NegativeInfinity; read < scored.Length && contenders[read].Upper >= threshold;)
        {
            var size = Math.Min(Math.Max(Batch, count - read), scored.Length - read);
            Score(contenders.AsMemory(read, size), scored.AsMemory(read, size), cancellationToken);
            read += size;
            threshold = OrderStatistic.KthLargest(Array.ConvertAll(scored[..read], row => row.Score), count);
        }
        var best = scored[..read];
        Array.Sort(best, (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Row.CompareTo(b.Row));
        return new NearestRows(best[..Math.Min(count, read)], read);
    }

    private void Score(ReadOnlyMemory<Contender> contenders, Memory<ScoredRow> scored, CancellationToken cancellationToken) =>
        RowWork.Run(contenders.Length, PieceRows, threads, (_, first, size) =>
        {
            var row = new float[exact.Dimensions];
            for (var i = first; i < first + size; i++)
            {
                var number = contenders.Span[i].Row;
                exact.Read(number, row);
                DenseInput.Row(row, number);
                scored.Span[i] = new ScoredRow(number, ScoreOf(row));
            }
        }, cancellationToken);

    private double ScoreOf(float[] row)
    {
        if (_wide.Length == 1)
            return Math.Abs(ExactProduct.Dot(row, _wide[0]));
        var sum = 0.0;
        foreach (var query in _wide)
        {
            var product = ExactProduct.Dot(row, query);
            sum += product * product;
        }
        return sum;
    }
}
