namespace Loci.Hub;

/// <summary>One file of a model at one commit.</summary>
/// <param name="Name">Its path in the repository.</param>
/// <param name="Hash">What its content must be: SHA-256 (64 digits) of a large file, git's blob SHA-1 (40 digits) of a small one. Also the name of its blob in the cache.</param>
/// <param name="Size">Bytes.</param>
public sealed record HubFile(HubFileName Name, string Hash, long Size);
