namespace Loci.Indexing.Dense;

/// <summary>Finds as many consecutive rows as there are places.</summary>
internal delegate void RowLocator<TBlock>(int first, Span<RowPlace<TBlock>> places);
