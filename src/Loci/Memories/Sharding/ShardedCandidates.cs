namespace Loci.Memories.Sharding;

/// <summary>Joins what the shards of a memory found.</summary>
internal static class ShardedCandidates
{
    /// <summary>The best of all, best first, ties to the smaller number.</summary>
    public static Candidates Join(ShardNumbers numbers, IReadOnlyList<Candidates> found, int count)
    {
        (int Shard, int Row)[] best =
        [
            .. found.SelectMany((candidates, shard) => Enumerable.Range(0, candidates.Count).Select(row => (Shard: shard, Row: row)))
                .OrderByDescending(at => found[at.Shard].Scores[at.Row])
                .ThenBy(at => numbers.Outer(at.Shard, found[at.Shard].Chunks[at.Row]))
                .Take(count),
        ];
        return new Candidates
        {
            Queries = found[0].Queries,
            Chunks = [.. best.Select(at => numbers.Outer(at.Shard, found[at.Shard].Chunks[at.Row]))],
            Documents = [.. best.Select(at => numbers.Outer(at.Shard, found[at.Shard].Documents[at.Row]))],
            Ordinals = [.. best.Select(at => found[at.Shard].Ordinals[at.Row])],
            Texts = [.. best.Select(at => found[at.Shard].Texts[at.Row])],
            TokenCounts = [.. best.Select(at => found[at.Shard].TokenCounts[at.Row])],
            Scores = [.. best.Select(at => found[at.Shard].Scores[at.Row])],
            Parts = [.. found[0].Parts.Select((part, p) => part with { DenseRows = Rows(found, p, part.Dimensions, best) })],
        };
    }

    private static float[] Rows(IReadOnlyList<Candidates> found, int part, int dimensions, (int Shard, int Row)[] best)
    {
        var rows = new float[checked(best.Length * dimensions)];
        for (var i = 0; i < best.Length; i++)
            found[best[i].Shard].Parts[part].DenseRows.AsSpan(best[i].Row * dimensions, dimensions).CopyTo(rows.AsSpan(i * dimensions));
        return rows;
    }
}
