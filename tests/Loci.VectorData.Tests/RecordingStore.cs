using Loci.Samples.Reranking;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData.Tests;

/// <summary>Passes searches on to a collection and keeps what it was asked.</summary>
internal sealed class RecordingStore(IVectorSearchable<Passage> inner) : IVectorSearchable<Passage>
{
    public List<(int Top, VectorSearchOptions<Passage>? Options, CancellationToken Token)> Searches { get; } = [];

    public IAsyncEnumerable<VectorSearchResult<Passage>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<Passage>? options = null, CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        Searches.Add((top, options, cancellationToken));
        return inner.SearchAsync(searchValue, top, options, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => inner.GetService(serviceType, serviceKey);
}
