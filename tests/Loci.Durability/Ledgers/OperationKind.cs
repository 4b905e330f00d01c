namespace Loci.Durability.Ledgers;

/// <summary>What is done to a memory.</summary>
internal enum OperationKind
{
    /// <summary>Documents are added in one call.</summary>
    Add,

    /// <summary>Documents are forgotten in one call.</summary>
    Forget,

    /// <summary>The memory is compacted; what it holds stays the same.</summary>
    Compact,
}
