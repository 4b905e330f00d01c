using System.Buffers;
using Loci.Embedding;
using Loci.Indexing.Dense;

namespace Loci.Memories;

/// <summary>
/// The vectors of one part of every chunk: as int8 codes with true bounds, which a scan ranks by, and in float32, by which the rows that can be among the best
/// are ranked again; the answer is exact. An inverted file, for approximate search, is made at the first search that asks for it.
/// </summary>
internal sealed class DenseIndex : IPartIndex
{
    private const int NumbersAtOnce = 1 << 20;

    private readonly Lock _listing = new();
    private readonly int _part;
    private readonly FloatRows _rows;
    private readonly CompactRows _codes;
    private InvertedFile? _lists;

    /// <summary>Creates the index of part number <paramref name="part"/>; rows and codes belong together, lists may be those of fewer rows.</summary>
    public DenseIndex(int part, FloatRows rows, CompactRows codes, InvertedFile? lists) => (_part, _rows, _codes, _lists) = (part, rows, codes, lists);

    /// <summary>The index of no rows.</summary>
    public static DenseIndex Empty(int part, int dimensions) => new(part, FloatRows.Empty(dimensions), CompactRows.Empty(dimensions), null);

    /// <summary>Reads what <see cref="Save"/> wrote; what is returned makes the index, once the reader's checksum is known to hold.</summary>
    public static Func<IPartIndex> Load(int part, int dimensions, DerivedReader reader)
    {
        var pieces = new List<float[]>();
        for (var rest = reader.Number(); rest > 0; rest--)
            pieces.Add(reader.Array<float>());
        return () =>
        {
            var builder = new DenseBuilder(part, FloatRows.Empty(dimensions), CompactRows.Empty(dimensions), null);
            foreach (var piece in pieces)
                builder.Add(piece);
            return builder.Finish();
        };
    }

    /// <inheritdoc/>
    public void Save(DerivedWriter writer)
    {
        var rows = Math.Max(1, NumbersAtOnce / _rows.Dimensions);
        writer.Number((_rows.Count + rows - 1) / rows);
        for (var first = 0; first < _rows.Count; first += rows)
        {
            var piece = new float[Math.Min(rows, _rows.Count - first) * _rows.Dimensions];
            _rows.Read(first, piece);
            writer.Array<float>(piece);
        }
    }

    /// <summary>The best rows by this part alone, of those allowed: exactly, or among the most promising lists where <paramref name="probes"/> is positive.</summary>
    public NearestRows Nearest(IReadOnlyList<Features> queries, int count, Func<int, bool>? allowed, int probes, CancellationToken cancellationToken)
    {
        float[][] vectors = [.. queries.Select(query => query.Dense[_part]!)];
        var options = new DenseSearchOptions { Count = count, Allowed = allowed };
        return probes > 0 && _rows.Count > 0
            ? Lists(cancellationToken).Nearest(vectors, _rows, probes, options, cancellationToken)
            : _codes.Nearest(vectors, _rows, options, cancellationToken);
    }

    /// <inheritdoc/>
    public void Score(Features query, double weight, Span<double> scores)
    {
        var rounding = ArrayPool<double>.Shared.Rent(scores.Length); // of the last bits of float64; ranks do not depend on it
        _rows.Score(query.Dense[_part]!, weight, scores, rounding.AsSpan(0, scores.Length));
        ArrayPool<double>.Shared.Return(rounding);
    }

    /// <inheritdoc/>
    public CandidatePart Represent(FeaturePart part, IReadOnlyList<Features> rows, IReadOnlyList<Features> queries) => new()
    {
        Name = part.Name,
        Weight = part.Weight,
        Dimensions = _rows.Dimensions,
        DenseRows = [.. rows.SelectMany(row => row.Dense[_part]!)],
        DenseQueries = [.. queries.SelectMany(query => query.Dense[_part]!)],
    };

    /// <inheritdoc/>
    public IPartBuilder Extend() => new DenseBuilder(_part, _rows, _codes, _lists);

    /// <inheritdoc/>
    public IPartIndex Without(IReadOnlyList<int> rows) =>
        new DenseIndex(_part, _rows.Without(rows), _codes.Without(rows), _lists is { } lists ? lists.Without(rows.TakeWhile(row => row < lists.Rows.Count)) : null);

    /// <summary>The lists of all rows: those of before with the new rows put in, or new ones once the rows have outgrown them.</summary>
    private InvertedFile Lists(CancellationToken cancellationToken)
    {
        lock (_listing)
        {
            if (_lists is { } lists && lists.Rows.Count < _codes.Count)
                _lists = lists.Extend(_codes, cancellationToken: cancellationToken);
            if (_lists is null || _lists.ShouldTrain)
                _lists = InvertedFile.Train(_codes, cancellationToken: cancellationToken);
            return _lists;
        }
    }
}
