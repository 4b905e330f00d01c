namespace Loci.Memories.Storage;

/// <summary>A document and one of its sources, or all of them where none is named.</summary>
internal sealed record DocumentSource(long Document, string? Source);
