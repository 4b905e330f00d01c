namespace Loci.Memories;

/// <summary>What a memory holds. Numbers are of all tenants together, or of one where the memory was opened for one.</summary>
/// <param name="Path">Where it lies: its folder, as a full path, or the address of its database, without secrets.</param>
/// <param name="Documents">Number of documents.</param>
/// <param name="Chunks">Number of chunks.</param>
/// <param name="Bytes">Length of all documents' text in UTF-8 bytes.</param>
/// <param name="StoredBytes">Bytes it takes on disk, everything derived included.</param>
/// <param name="Embedder">Identity of the embedder it was made with.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Revision">Number of changes made to it so far.</param>
public sealed record MemoryInfo(
    string Path, long Documents, long Chunks, long Bytes, long StoredBytes, string Embedder, DateTimeOffset Created, long Revision)
{
    /// <summary>Number of sources: more than documents where the same text came from several places.</summary>
    public long Sources { get; init; }

    /// <summary>Number of sources whose text another source has as well.</summary>
    public long Copies => Sources - Documents;

    /// <summary>Number of documents that are marked as near-duplicates of another.</summary>
    public long NearDuplicates { get; init; }

    /// <summary>Number of tokens in all chunks.</summary>
    public long Tokens { get; init; }

    /// <summary>Documents and chunks by tenant, by name.</summary>
    public IReadOnlyList<TenantInfo> Tenants { get; init; } = [];

    /// <summary>Identity of the embedder that a re-embedding that was begun leads to; null where none is under way.</summary>
    public string? ReEmbeddingTo { get; init; }
}
