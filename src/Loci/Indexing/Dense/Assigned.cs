namespace Loci.Indexing.Dense;

/// <summary>The list of a row, and its inner product with that list's centroid.</summary>
internal readonly record struct Assigned(int List, double Similarity);
