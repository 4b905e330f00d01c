namespace Loci.Indexing.Dense;

/// <summary>A row whose score lies between two bounds.</summary>
internal readonly record struct Contender(int Row, double Lower, double Upper);
