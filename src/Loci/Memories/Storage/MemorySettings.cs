namespace Loci.Memories.Storage;

/// <summary>What a store says of itself.</summary>
/// <param name="Id">Tells memories apart, so that one's derived files are never taken for another's.</param>
/// <param name="Embedder">Identity of the embedder.</param>
/// <param name="Parts">Its parts, as JSON.</param>
/// <param name="Generation">Number of the features that belong to this embedder; grows with each re-embedding.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Revision">Grows by one with every change.</param>
/// <param name="Rewritten">The last revision that an index cannot follow by additions and removals: one from before it has to be built anew.</param>
internal sealed record MemorySettings(Guid Id, string Embedder, string Parts, int Generation, DateTimeOffset Created, long Revision, long Rewritten)
{
    /// <summary>Identity of the embedder of a re-embedding that was begun; null where there is none.</summary>
    public string? Pending { get; init; }

    /// <summary>Names this state of this memory: <c>id@revision</c>.</summary>
    public string Stamp => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Id:N}@{Revision}");
}
