using Microsoft.Extensions.VectorData;

namespace Loci.Samples.Reranking;

/// <summary>What the collection stores: an ordinary record of a retrieval program.</summary>
public sealed record Passage
{
    [VectorStoreKey]
    public required int Id { get; init; }

    [VectorStoreData]
    public required string Source { get; init; }

    [VectorStoreData]
    public required string Text { get; init; }

    [VectorStoreVector(HashedWords.Dimensions)]
    public ReadOnlyMemory<float> Vector { get; init; }
}
