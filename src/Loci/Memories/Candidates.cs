namespace Loci.Memories;

/// <summary>
/// The K nearest chunks to m queries, best first, with everything selection needs: entry i of each list belongs to candidate i.
/// Belongs to the caller; later changes to the memory do not reach it.
/// </summary>
public sealed record Candidates
{
    /// <summary>K, the number of chunks found.</summary>
    public int Count => Chunks.Count;

    /// <summary>m, the number of queries.</summary>
    public required int Queries { get; init; }

    /// <summary>Number of each chunk.</summary>
    public required IReadOnlyList<long> Chunks { get; init; }

    /// <summary>Document of each chunk.</summary>
    public required IReadOnlyList<StoredDocument> Documents { get; init; }

    /// <summary>Position of each chunk in its document, from 0.</summary>
    public required IReadOnlyList<int> Ordinals { get; init; }

    /// <summary>Text of each chunk.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>Length of each chunk in tokens, as it was when it was added.</summary>
    public required IReadOnlyList<int> TokenCounts { get; init; }

    /// <summary>What the chunks are ranked by: |k(q, x)| for one query, Σ k(q, x)² for several, where k = Σ weight·cosine over the parts.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>Which state of the memory was searched: the memory's id and revision, as <c>id@revision</c>; null where the store cannot tell.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The representations, one entry per part of the embedder, in order.</summary>
    public required IReadOnlyList<CandidatePart> Parts { get; init; }
}
