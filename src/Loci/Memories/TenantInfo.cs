namespace Loci.Memories;

/// <summary>What a memory holds of one tenant.</summary>
/// <param name="Name">Its name; empty for what was added without one.</param>
/// <param name="Documents">Number of its documents.</param>
/// <param name="Chunks">Number of their chunks.</param>
public sealed record TenantInfo(string Name, long Documents, long Chunks);
