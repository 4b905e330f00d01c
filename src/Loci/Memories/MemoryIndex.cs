using Loci.Embedding;
using Loci.Memories.Storage;

namespace Loci.Memories;

/// <summary>
/// All chunks of a memory at one revision, ready to be searched. Row r is chunk <c>Chunks[r]</c>, ascending. The checksum of the last chunk tells whether
/// the index belongs to a database that was put back from a backup and has gone another way since. Immutable and safe to share.
/// </summary>
internal sealed record MemoryIndex(long Revision, long LastChecksum, long[] Chunks, long[] Documents, IReadOnlyList<IPartIndex> Parts)
{
    private const int Block = 4096;

    /// <summary>The index of no chunks.</summary>
    public static MemoryIndex Empty(IReadOnlyList<FeaturePart> parts) => new(0, 0, [], [], [.. parts.Select(IPartIndex (part, i) =>
        part.Kind == FeatureKind.Dense ? DenseIndex.Empty(i, part.Dimensions) : new LexicalIndex(i, 0, Postings.Empty))]);

    /// <summary>This index and the chunks after its last one.</summary>
    public MemoryIndex Extend(long revision, IEnumerable<ChunkRow> rows, CancellationToken cancellationToken)
    {
        var builders = Parts.Select(part => part.Extend()).ToArray();
        var (chunks, documents) = (new List<long>(Chunks), new List<long>(Documents));
        var last = LastChecksum;
        foreach (var block in rows.Chunk(Block))
        {
            cancellationToken.ThrowIfCancellationRequested();
            chunks.AddRange(block.Select(row => row.Id));
            documents.AddRange(block.Select(row => row.Document));
            last = block[^1].Checksum;
            var features = block.Select(row => row.Features).ToArray();
            foreach (var builder in builders)
                builder.Add(features);
        }
        return new MemoryIndex(revision, last, [.. chunks], [.. documents], [.. builders.Select(builder => builder.Finish())]);
    }

    /// <summary>This index without the chunks that were removed, those it does not hold among them.</summary>
    /// <param name="removed">Chunks, ascending.</param>
    /// <param name="checksumOf">Gives the checksum of a chunk that is still there.</param>
    public MemoryIndex Without(IReadOnlyList<long> removed, Func<long, long?> checksumOf)
    {
        int[] rows = [.. removed.Select(chunk => Array.BinarySearch(Chunks, chunk)).Where(row => row >= 0)];
        if (rows.Length == 0)
            return this;
        var gone = rows.ToHashSet();
        long[] chunks = [.. Chunks.Where((_, row) => !gone.Contains(row))];
        return this with
        {
            LastChecksum = chunks.Length == 0 ? 0 : checksumOf(chunks[^1]) ?? 0,
            Chunks = chunks,
            Documents = [.. Documents.Where((_, row) => !gone.Contains(row))],
            Parts = [.. Parts.Select(part => part.Without(rows))],
        };
    }

    /// <summary>
    /// Ranks the chunks whose document is allowed by |k(q, x)| for one query and by Σ k(q, x)² for several; gives the best rows with those values.
    /// Where the one part is dense, <paramref name="probes"/> lists are searched, all rows for 0.
    /// </summary>
    public IReadOnlyList<(int Row, double Score)> Rank(
        IReadOnlyList<FeaturePart> parts, IReadOnlyList<Features> queries, int count, IReadOnlySet<long>? allowed, int probes, CancellationToken cancellationToken)
    {
        if (Parts is [DenseIndex alone] && parts is [{ Weight: 1 }])
            return [.. alone.Nearest(queries, count, allowed is null ? null : row => allowed.Contains(Documents[row]), probes, cancellationToken)
                .Rows.Select(found => (found.Row, found.Score))];
        var ranked = new double[Chunks.Length];
        var kernel = queries.Count == 1 ? ranked : new double[Chunks.Length];
        foreach (var query in queries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(kernel);
            for (var p = 0; p < parts.Count; p++)
                Parts[p].Score(query, parts[p].Weight, kernel);
            if (queries.Count == 1)
                for (var r = 0; r < ranked.Length; r++)
                    ranked[r] = Math.Abs(kernel[r]);
            else
                for (var r = 0; r < ranked.Length; r++)
                    ranked[r] += kernel[r] * kernel[r];
        }
        return TopRows.Of(ranked, count, allowed is null ? null : row => allowed.Contains(Documents[row]));
    }
}
