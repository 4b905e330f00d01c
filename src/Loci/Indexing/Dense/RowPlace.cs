namespace Loci.Indexing.Dense;

/// <summary>Where a row is.</summary>
/// <param name="Block">The block that holds it.</param>
/// <param name="Index">Its position in the block.</param>
internal readonly record struct RowPlace<TBlock>(TBlock Block, int Index);
