using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Loci.Memories;
using Loci.Text;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData;

/// <summary>
/// A memory as a vector store: each of its tenants is a collection, and the collection's name is the tenant's. A tenant without documents and one that was never made
/// are the same to a memory, so a collection is listed from its first record to its last.
/// </summary>
/// <param name="memory">The memory, opened for any tenant; stays the caller's, and collections end with it.</param>
/// <param name="chunker">Cuts upserted texts into pieces; null to keep each as one piece.</param>
/// <remarks>Safe to share between threads.</remarks>
public sealed class MemoryVectorStore(Memory memory, Chunker? chunker = null) : VectorStore
{
    /// <summary>What the metadata of stores and collections name as their system.</summary>
    public const string SystemName = "loci";

    private readonly ConcurrentDictionary<string, MemoryCollection> _collections = new(StringComparer.Ordinal);
    private readonly VectorStoreMetadata _metadata = new() { VectorStoreSystemName = SystemName, VectorStoreName = memory.Path };

    /// <summary>The collection of a name; all that are asked for by one name are one.</summary>
    public MemoryCollection GetCollection(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return _collections.GetOrAdd(name, tenant => new MemoryCollection(tenant, memory.ForTenant(tenant), chunker, made: false));
    }

    /// <summary>The same, by the general contract.</summary>
    /// <exception cref="NotSupportedException">Keys are not strings, or records are not <see cref="MemoryRecord"/>s.</exception>
    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(string name, VectorStoreCollectionDefinition? definition = null) =>
        GetCollection(name) is VectorStoreCollection<TKey, TRecord> collection ? collection
            : throw new NotSupportedException($"A memory holds records of {typeof(MemoryRecord)} by keys of string, not of {typeof(TRecord)} by {typeof(TKey)}.");

    /// <summary>Not supported: a memory's records have one shape.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(string name, VectorStoreCollectionDefinition definition) =>
        throw new NotSupportedException($"A memory holds records of {typeof(MemoryRecord)} alone.");

    /// <summary>The tenants that hold documents, by name.</summary>
    public override async IAsyncEnumerable<string> ListCollectionNamesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var info = await Memory.DescribeAsync(memory.Path, cancellationToken).ConfigureAwait(false); // of all tenants, whichever this one was opened for
        foreach (var tenant in info.Tenants.Where(tenant => tenant.Name.Length > 0)) yield return tenant.Name;
    }

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default) => GetCollection(name).CollectionExistsAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default) => GetCollection(name).EnsureCollectionDeletedAsync(cancellationToken);

    /// <summary>Gives its metadata, itself, or the memory.</summary>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(memory) ? memory : null;
    }
}
