namespace Loci.Memories.Storage;

/// <summary>What near-duplicates of a document are found by.</summary>
/// <param name="MinHash">The signature, as stored.</param>
/// <param name="Bands">The keys that near-duplicates are likely to share.</param>
/// <param name="Drop">Whether the document is left out where it repeats one, rather than marked.</param>
internal sealed record PreparedSignature(byte[] MinHash, IReadOnlyList<long> Bands, bool Drop);
