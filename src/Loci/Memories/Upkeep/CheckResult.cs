namespace Loci.Memories.Upkeep;

/// <summary>What a deep check of a memory found.</summary>
/// <param name="Problems">What is wrong, in plain words, the first 100; empty where nothing is.</param>
/// <param name="Documents">Number of documents read.</param>
/// <param name="Chunks">Number of chunks read.</param>
/// <param name="Digest">SHA-256 of all documents and chunks with their numbers, sources, texts and features, but without times: equal for memories that hold the same.</param>
public sealed record CheckResult(IReadOnlyList<string> Problems, long Documents, long Chunks, string Digest)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => Problems.Count == 0;
}
