using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Loci.Memories;
using Loci.Text;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData;

/// <summary>
/// A memory as a collection of Microsoft.Extensions.VectorData: a record is what the memory has from one source, and the source is its key. Searches are exact, and
/// their score is k(q, x), the weighted sum of the parts' cosines, largest first, of a record's best piece.
/// </summary>
/// <remarks>
/// Safe to share between threads. The memory stays the caller's to dispose, and work is done on threads of the pool. Filters and orders are any expressions; those
/// over source, metadata and time alone are worked out before texts are read. Texts are kept once: records with one text share metadata and time, those of the record
/// that came first. Reading a record takes O(chunks of the memory), since memories are read by searching them.
/// What goes wrong is a <see cref="VectorStoreException"/>.
/// </remarks>
public sealed class MemoryCollection : VectorStoreCollection<string, MemoryRecord>
{
    private readonly IMemory _memory;
    private readonly MemoryRecords _records;
    private readonly RecordWriter _writer;
    private readonly VectorStoreCollectionMetadata _metadata;
    private volatile bool _made;

    /// <summary>Makes a collection of a memory.</summary>
    /// <param name="name">What the collection is called.</param>
    /// <param name="memory">The memory; stays the caller's.</param>
    /// <param name="chunker">Cuts upserted texts into pieces; null to keep each as one piece, which suits records that are passages already.</param>
    public MemoryCollection(string name, IMemory memory, Chunker? chunker = null) : this(name, memory, chunker, made: true)
    {
    }

    /// <summary>Makes a collection that may not be there yet.</summary>
    internal MemoryCollection(string name, IMemory memory, Chunker? chunker, bool made)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(memory);
        Name = name;
        (_memory, _records, _writer, _made) = (memory, new MemoryRecords(memory), new RecordWriter(memory, chunker), made);
        _metadata = new VectorStoreCollectionMetadata { VectorStoreSystemName = MemoryVectorStore.SystemName, CollectionName = name };
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>True until the collection is deleted, and again once it is ensured or holds a record. One that does not exist reads as empty, and writing makes it.</summary>
    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) =>
        RunAsync("CollectionExists", () => _made || _memory.Describe().Documents > 0, cancellationToken);

    /// <inheritdoc/>
    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _made = true;
        return Task.CompletedTask;
    }

    /// <summary>Forgets everything that the memory holds.</summary>
    public override async Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default)
    {
        await RunAsync("DeleteCollection", () => _memory.ForgetAsync(new DocumentFilter(), cancellationToken), cancellationToken).ConfigureAwait(false);
        _made = false;
    }

    /// <inheritdoc/>
    public override async Task<MemoryRecord?> GetAsync(string key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return await RunAsync("Get", () => _records.Read([key], options?.IncludeVectors == true, cancellationToken).FirstOrDefault(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<MemoryRecord> GetAsync(IEnumerable<string> keys, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return EachAsync("GetBatch", token => _records.Read(keys.Distinct(StringComparer.Ordinal), options?.IncludeVectors == true, token).ToList(), cancellationToken);
    }

    /// <summary>The records that meet a filter, in the order given, or that in which they were added.</summary>
    public override IAsyncEnumerable<MemoryRecord> GetAsync(
        Expression<Func<MemoryRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<MemoryRecord>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        return EachAsync("Get", token => Get(filter, top, options ?? new FilteredRecordRetrievalOptions<MemoryRecord>(), token), cancellationToken);
    }

    /// <summary>Forgets the source. A text that came from elsewhere too stays known from there.</summary>
    public override Task DeleteAsync(string key, CancellationToken cancellationToken = default) => DeleteAsync([key], cancellationToken);

    /// <summary>Forgets the sources, all or none of them.</summary>
    public override Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        string[] sources = [.. keys];
        return RunAsync("Delete", () => _memory.ForgetAsync(new DocumentFilter { Sources = sources }, cancellationToken), cancellationToken);
    }

    /// <summary>Remembers a text in place of all that the memory had from this source.</summary>
    public override Task UpsertAsync(MemoryRecord record, CancellationToken cancellationToken = default) => UpsertAsync([record], cancellationToken);

    /// <summary>Remembers texts in place of all that the memory had from their sources. Texts are embedded together; the last of several records with one source counts.</summary>
    public override Task UpsertAsync(IEnumerable<MemoryRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        MemoryRecord[] all = [.. records];
        return RunAsync("Upsert", () => _writer.UpsertAsync(all, cancellationToken), cancellationToken);
    }

    /// <summary>The records most like a text, or like a vector where the memory's embedder gives one dense vector: best first, with the piece that was found.</summary>
    /// <typeparam name="TInput">String; or <c>ReadOnlyMemory&lt;float&gt;</c>, <c>float[]</c> or <c>Embedding&lt;float&gt;</c> of any length, which is L2-normalised.</typeparam>
    /// <param name="searchValue">What is searched for.</param>
    /// <param name="top">How many records at most.</param>
    /// <param name="options">Filter, threshold (the least score), how many to pass over, and whether vectors are wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotSupportedException">The memory cannot be searched for such a value, or another property than the vector is named.</exception>
    public override IAsyncEnumerable<VectorSearchResult<MemoryRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<MemoryRecord>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<MemoryRecord>();
        if (options.VectorProperty is { } property && !RecordMembers.IsVector(property))
            throw new NotSupportedException($"A memory is searched by {nameof(MemoryRecord)}.{nameof(MemoryRecord.Vector)} alone.");
        QueryFeatures.Hold(_memory.Embedder, searchValue, Name);
        return EachAsync("Search", token => Search(searchValue, top, options, token), cancellationToken);
    }

    /// <summary>Gives its metadata, itself, or the memory.</summary>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreCollectionMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_memory) ? _memory : null;
    }

    private List<MemoryRecord> Get(Expression<Func<MemoryRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<MemoryRecord> options, CancellationToken cancellationToken)
    {
        var orders = options.OrderBy?.Invoke(new()).Values.Reverse().ToArray() ?? []; // sorts are stable: the first order is applied last
        var late = RecordMembers.ReadsText(filter) || Array.Exists(orders, order => RecordMembers.ReadsText(order.PropertySelector));
        var bare = _records.Bare(cancellationToken);
        IEnumerable<MemoryRecord> found = late ? _records.Read(bare.Select(record => record.Source), vectors: true, cancellationToken) : bare;
        found = found.Where(filter.Compile());
        foreach (var order in orders)
        {
            var property = order.PropertySelector.Compile();
            found = order.Ascending ? found.OrderBy(property) : found.OrderByDescending(property);
        }
        found = found.Skip(options.Skip).Take(top);
        return late
            ? [.. found.Select(record => options.IncludeVectors ? record : record with { Vector = default })]
            : [.. _records.Read(found.Select(record => record.Source), options.IncludeVectors, cancellationToken)];
    }

    private List<VectorSearchResult<MemoryRecord>> Search<TInput>(TInput value, int top, VectorSearchOptions<MemoryRecord> options, CancellationToken cancellationToken)
        where TInput : notnull
    {
        var late = options.Filter is { } expression && RecordMembers.ReadsText(expression);
        var filter = options.Filter?.Compile();
        var allowed = filter is null || late ? null : _records.Bare(cancellationToken).Where(filter).Select(record => record.Source).ToHashSet(StringComparer.Ordinal);
        var query = QueryFeatures.Of(_memory.Embedder, value, cancellationToken);
        var count = (int)Math.Min((long)options.Skip + top, int.MaxValue);
        return
        [
            .. _records.Search(query, count, allowed, late ? filter : null, options.IncludeVectors, cancellationToken)
                .Skip(options.Skip).Where(found => !(found.Score < options.ScoreThreshold)).Select(found => new VectorSearchResult<MemoryRecord>(found.Record, found.Score)),
        ];
    }

    private Task<T> RunAsync<T>(string operation, Func<T> work, CancellationToken cancellationToken) => RunAsync(operation, () => Task.FromResult(work()), cancellationToken);

    private async Task<T> RunAsync<T>(string operation, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(work, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidInputException e)
        {
            throw new VectorStoreException(e.Message, e) { VectorStoreSystemName = MemoryVectorStore.SystemName, CollectionName = Name, OperationName = operation };
        }
    }

    private async IAsyncEnumerable<T> EachAsync<T>(string operation, Func<CancellationToken, List<T>> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in await RunAsync(operation, () => work(cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
