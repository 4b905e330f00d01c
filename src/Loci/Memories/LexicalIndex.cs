using System.Buffers;
using Loci.Embedding;
using Loci.Indexing.Dense;

namespace Loci.Memories;

/// <summary>
/// Exact cosine of TF-IDF vectors by an inverted index, term at a time, all cores over pieces of the chunks: a query costs the postings of its terms, O(Σ df),
/// and one pass over the chunks.
/// Document frequencies and norms are those of all chunks indexed, so they are worked out when the index is made.
/// </summary>
internal sealed class LexicalIndex : IPartIndex
{
    private const int ChunksAtOnce = 1 << 15; // their sums lie in a core's own cache

    private readonly int _part;
    private readonly int _chunks;
    private readonly Postings _postings;
    private readonly int[] _buckets;
    private readonly double[] _inverseNorms;

    /// <summary>Creates the index of part number <paramref name="part"/> over <paramref name="chunks"/> chunks.</summary>
    public LexicalIndex(int part, int chunks, Postings postings)
    {
        (_part, _chunks, _postings) = (part, chunks, postings);
        _buckets = Buckets(postings.Terms);
        _inverseNorms = InverseNorms(chunks, postings);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; what is returned makes the index, once the reader's checksum is known to hold.</summary>
    public static Func<IPartIndex> Load(int part, int chunks, DerivedReader reader)
    {
        var postings = new Postings(reader.Array<uint>(), reader.Array<int>(), reader.Array<int>(), reader.Array<float>());
        return () => new LexicalIndex(part, chunks, postings);
    }

    /// <inheritdoc/>
    public void Save(DerivedWriter writer)
    {
        writer.Array<uint>(_postings.Terms);
        writer.Array<int>(_postings.Offsets);
        writer.Array<int>(_postings.Chunks);
        writer.Array<float>(_postings.Frequencies);
    }

    /// <inheritdoc/>
    public void Score(Features query, double weight, Span<double> scores)
    {
        var terms = query.Terms[_part]!;
        var found = new List<(int At, double Value)>(terms.Terms.Length);
        var norm = 0.0;
        for (var i = 0; i < terms.Terms.Length; i++)
        {
            var at = Find(terms.Terms[i]);
            var idf = Idf(at);
            var value = TfIdf.Frequency(terms.Counts[i]) * idf;
            norm += value * value;
            if (at >= 0)
                found.Add((at, value * idf));
        }
        var sums = ArrayPool<double>.Shared.Rent(_chunks);
        RowWork.Run(_chunks, ChunksAtOnce, Environment.ProcessorCount, (_, first, count) => Add(found, first, sums.AsSpan(first, count)), CancellationToken.None);
        var scale = norm > 0 ? weight / Math.Sqrt(norm) : 0;
        for (var c = 0; c < _chunks; c++)
            scores[c] += scale * sums[c] * _inverseNorms[c];
        ArrayPool<double>.Shared.Return(sums);
    }

    /// <inheritdoc/>
    public CandidatePart Represent(FeaturePart part, IReadOnlyList<Features> rows, IReadOnlyList<Features> queries)
    {
        var vocabulary = rows.Concat(queries).SelectMany(features => features.Terms[_part]!.Terms).Distinct().ToArray();
        Array.Sort(vocabulary);
        var idf = Array.ConvertAll(vocabulary, term => Idf(Find(term)));
        return new CandidatePart
        {
            Name = part.Name,
            Weight = part.Weight,
            SparseRows = [.. rows.Select(row => TfIdfVector.Of(row.Terms[_part]!, vocabulary, idf))],
            SparseQueries = [.. queries.Select(query => TfIdfVector.Of(query.Terms[_part]!, vocabulary, idf))],
        };
    }

    /// <inheritdoc/>
    public IPartBuilder Extend() => new LexicalBuilder(_part, _chunks, _postings);

    /// <inheritdoc/>
    public IPartIndex Without(IReadOnlyList<int> rows) => new LexicalIndex(_part, _chunks - rows.Count, _postings.Without(rows, _chunks));

    /// <summary>Adds up the terms of a query for the chunks from one on. A term's chunks ascend, so that a piece of chunks is a piece of its postings.</summary>
    private void Add(List<(int At, double Value)> terms, int first, Span<double> sums)
    {
        sums.Clear();
        foreach (var (at, value) in terms)
        {
            var chunks = _postings.Chunks.AsSpan(_postings.Offsets[at].._postings.Offsets[at + 1]);
            var frequencies = _postings.Frequencies.AsSpan(_postings.Offsets[at], chunks.Length);
            var k = first == 0 ? 0 : chunks.BinarySearch(first);
            for (k = k < 0 ? ~k : k; k < chunks.Length && chunks[k] - first < sums.Length; k++)
                sums[chunks[k] - first] += value * frequencies[k];
        }
    }

    private double Idf(int at) => TfIdf.Inverse(_chunks, at < 0 ? 0 : _postings.Offsets[at + 1] - _postings.Offsets[at]);

    /// <summary>Position of a term, or −1. Hashes are uniform, so the bucket of its upper sixteen bits is short.</summary>
    private int Find(uint term)
    {
        var (start, end) = (_buckets[term >> 16], _buckets[(term >> 16) + 1]);
        var found = _postings.Terms.AsSpan(start, end - start).BinarySearch(term);
        return found < 0 ? -1 : start + found;
    }

    private static int[] Buckets(uint[] terms)
    {
        var starts = new int[65537];
        foreach (var term in terms)
            starts[(term >> 16) + 1]++;
        for (var b = 1; b < starts.Length; b++)
            starts[b] += starts[b - 1];
        return starts;
    }

    private static double[] InverseNorms(int chunks, Postings postings)
    {
        var norms = new double[chunks];
        for (var t = 0; t < postings.Terms.Length; t++)
        {
            var idf = TfIdf.Inverse(chunks, postings.Offsets[t + 1] - postings.Offsets[t]);
            for (var k = postings.Offsets[t]; k < postings.Offsets[t + 1]; k++)
            {
                var value = postings.Frequencies[k] * idf;
                norms[postings.Chunks[k]] += value * value;
            }
        }
        for (var c = 0; c < norms.Length; c++)
            norms[c] = norms[c] > 0 ? 1 / Math.Sqrt(norms[c]) : 0;
        return norms;
    }
}
