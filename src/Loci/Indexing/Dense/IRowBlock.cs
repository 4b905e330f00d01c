namespace Loci.Indexing.Dense;

/// <summary>Some rows of a matrix, one after another. Immutable.</summary>
internal interface IRowBlock<TBlock> where TBlock : class, IRowBlock<TBlock>
{
    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>These rows and then those of <paramref name="later"/>, copied.</summary>
    TBlock Join(TBlock later);

    /// <summary>The rows at some positions, ascending, copied.</summary>
    TBlock Keep(ReadOnlySpan<int> positions);
}
