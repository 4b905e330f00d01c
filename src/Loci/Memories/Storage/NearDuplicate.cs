namespace Loci.Memories.Storage;

/// <summary>A document that another nearly repeats, and the estimated Jaccard similarity of the two.</summary>
internal sealed record NearDuplicate(long Document, double Similarity);
