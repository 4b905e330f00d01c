using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData.Tests;

/// <summary>Passes everything on to a collection and keeps what searches and readings asked of it.</summary>
internal sealed class WatchedCollection<TKey, TRecord>(VectorStoreCollection<TKey, TRecord> inner) : VectorStoreCollection<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    public ConcurrentQueue<(int Top, VectorSearchOptions<TRecord> Options)> Searches { get; } = new();

    public ConcurrentQueue<string> Readings { get; } = new();

    public override string Name => inner.Name;

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => inner.CollectionExistsAsync(cancellationToken);

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) => inner.EnsureCollectionExistsAsync(cancellationToken);

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) => inner.EnsureCollectionDeletedAsync(cancellationToken);

    public override Task<TRecord?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) => inner.GetAsync(key, options, cancellationToken);

    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        Readings.Enqueue($"{filter} {options?.Skip}+{top}");
        return inner.GetAsync(filter, top, options, cancellationToken);
    }

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default) => inner.UpsertAsync(record, cancellationToken);

    public override Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default) => inner.UpsertAsync(records, cancellationToken);

    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        Searches.Enqueue((top, options!));
        return inner.SearchAsync(searchValue, top, options, cancellationToken);
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) => inner.GetService(serviceType, serviceKey);
}
