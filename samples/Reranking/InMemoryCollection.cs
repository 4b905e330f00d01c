using System.Linq.Expressions;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Loci.Samples.Reranking;

/// <summary>
/// A collection in memory, searched exactly by cosine: the smallest store that keeps every promise of <see cref="VectorStoreCollection{TKey, TRecord}"/>
/// that this sample relies on, so that nothing in it depends on one product. Safe to share between threads.
/// </summary>
/// <param name="name">Name of the collection.</param>
/// <param name="key">A record's key.</param>
/// <param name="vector">A record's vector.</param>
/// <param name="withoutVector">A copy of a record without its vector, which is what a caller gets who does not ask for vectors.</param>
public sealed class InMemoryCollection<TKey, TRecord>(
    string name, Func<TRecord, TKey> key, Func<TRecord, ReadOnlyMemory<float>> vector, Func<TRecord, TRecord> withoutVector)
    : VectorStoreCollection<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    private readonly Lock _lock = new();
    private OrderedDictionary<TKey, TRecord>? _records;

    public override string Name => name;

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return Task.FromResult(_records is not null);
        }
    }

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _records ??= [];
        }
        return Task.CompletedTask;
    }

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _records = null;
        }
        return Task.CompletedTask;
    }

    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default) => UpsertAsync([record], cancellationToken);

    public override Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            foreach (TRecord record in records)
            {
                Existing()[key(record)] = record;
            }
        }
        return Task.CompletedTask;
    }

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            Existing().Remove(key);
        }
        return Task.CompletedTask;
    }

    public override Task<TRecord?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return Task.FromResult(Existing().TryGetValue(key, out TRecord? record) ? Given(record, options?.IncludeVectors == true) : null);
        }
    }

    public override async IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        IEnumerable<TRecord> found = Snapshot().Where(filter.Compile());
        foreach (var order in options?.OrderBy?.Invoke(new()).Values.Reverse() ?? []) // sorts are stable: the first order is applied last
        {
            Func<TRecord, object?> property = order.PropertySelector.Compile();
            found = order.Ascending ? found.OrderBy(property) : found.OrderByDescending(property);
        }
        foreach (TRecord record in found.Skip(options?.Skip ?? 0).Take(top))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Given(record, options?.IncludeVectors == true);
        }
    }

    public override async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ReadOnlyMemory<float> query = searchValue switch
        {
            ReadOnlyMemory<float> numbers => numbers,
            float[] numbers => numbers,
            Embedding<float> embedding => embedding.Vector,
            _ => throw new NotSupportedException($"{Name} is searched by vectors of float, not by {typeof(TInput)}."),
        };
        await Task.Yield();
        Func<TRecord, bool> filter = options?.Filter?.Compile() ?? (_ => true);
        double threshold = options?.ScoreThreshold ?? double.NegativeInfinity;
        var ranked = Snapshot().Where(filter)
            .Select(record => (Record: record, Score: (double)TensorPrimitives.CosineSimilarity(query.Span, vector(record).Span)))
            .Where(found => found.Score >= threshold)
            .OrderByDescending(found => found.Score);
        foreach ((TRecord record, double score) in ranked.Skip(options?.Skip ?? 0).Take(top))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new VectorSearchResult<TRecord>(Given(record, options?.IncludeVectors == true), score);
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(VectorStoreCollectionMetadata) ? new VectorStoreCollectionMetadata { VectorStoreSystemName = "memory", CollectionName = Name }
        : serviceType.IsInstanceOfType(this) ? this : null;

    private TRecord Given(TRecord record, bool includeVectors) => includeVectors ? record : withoutVector(record);

    private TRecord[] Snapshot()
    {
        lock (_lock)
        {
            return [.. Existing().Values];
        }
    }

    private OrderedDictionary<TKey, TRecord> Existing() =>
        _records ?? throw new VectorStoreException($"There is no collection {Name}; call {nameof(EnsureCollectionExistsAsync)} first.") { CollectionName = Name };
}
