namespace Loci.Memories;

/// <summary>What the database says of itself.</summary>
/// <param name="Id">Tells memories apart, so that one's derived files are never taken for another's.</param>
/// <param name="Embedder">Identity of the embedder.</param>
/// <param name="Parts">Its parts, as JSON.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Revision">Grows by one with every change.</param>
/// <param name="Rewritten">The last revision that did more than add: an index from before it has to be built anew.</param>
internal sealed record MemorySettings(Guid Id, string Embedder, string Parts, DateTimeOffset Created, long Revision, long Rewritten);
