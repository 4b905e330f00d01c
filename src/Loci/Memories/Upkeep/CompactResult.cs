namespace Loci.Memories.Upkeep;

/// <summary>What compacting a memory gave back.</summary>
/// <param name="Before">Bytes on disk before.</param>
/// <param name="After">Bytes on disk now.</param>
public sealed record CompactResult(long Before, long After);
