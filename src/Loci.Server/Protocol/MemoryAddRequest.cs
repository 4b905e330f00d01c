namespace Loci.Server.Protocol;

/// <summary>Documents to remember: all of them or none.</summary>
/// <param name="Documents">The documents.</param>
public sealed record MemoryAddRequest(IReadOnlyList<MemoryDocument>? Documents = null);
