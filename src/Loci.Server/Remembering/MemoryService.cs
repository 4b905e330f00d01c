using System.Collections.Concurrent;
using System.Globalization;
using Loci.Ingest;
using Loci.Memories;
using Loci.Server.Telemetry;
using Loci.Text;

namespace Loci.Server.Remembering;

/// <summary>The memory as the server's endpoints use it: every change is a tenant's own and written down. Safe to share between threads.</summary>
/// <param name="memories">The memory by tenant; null where there is none.</param>
/// <param name="chunker">Cuts documents.</param>
/// <param name="audit">Takes note of changes.</param>
/// <param name="derived">What is to go with forgotten documents.</param>
internal sealed class MemoryService(TenantMemories? memories, Chunker chunker, MemoryAudit audit, IReadOnlyList<IDerivedFromMemory> derived)
{
    /// <summary>What the server itself says of a document begins with this.</summary>
    public const string OwnMeta = "loci.";

    private readonly ConcurrentDictionary<string, long> _changes = new(StringComparer.Ordinal);

    /// <summary>The memory of a tenant.</summary>
    /// <exception cref="Errors.ApiException">There is none.</exception>
    public IMemory Of(string tenant) => memories?.Of(tenant) ?? throw Errors.ApiException.NotFound("This server has no memory.", "memory_not_found");

    /// <summary>How often a tenant's memory has been changed through this server: who asks after a change is acknowledged must not be given what was begun before it.</summary>
    public long ChangesOf(string tenant) => _changes.GetValueOrDefault(tenant);

    /// <summary>Remembers documents, all or none, with whose key they came by as part of what is known of them.</summary>
    /// <returns>How many are new, how many were known, and the chunks of the new ones.</returns>
    public async Task<(int Added, int Known, int Chunks)> AddAsync(string tenant, IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken)
    {
        var memory = Of(tenant);
        var cut = documents.Select(document => new ChunkedDocument(
            new DocumentRecord(document.Source, document.Text, Provenance(document.Meta, tenant)) { Replaces = document.Replaces },
            [.. chunker.Chunk(document.Text, cancellationToken).Where(piece => !string.IsNullOrWhiteSpace(piece.Text)).Select(piece => new Chunk(piece.Text, piece.TokenCount))])).ToArray();
        var added = await memory.AddManyAsync(cut, cancellationToken).ConfigureAwait(false);
        _changes.AddOrUpdate(tenant, 1, (_, changes) => changes + 1);
        var (fresh, chunks) = (added.Count(one => one), cut.Zip(added).Sum(pair => pair.Second ? pair.First.Chunks.Count : 0));
        audit.Added(tenant, fresh, added.Count - fresh, [.. documents.Select(document => document.Source)]);
        return (fresh, added.Count - fresh, chunks);
    }

    /// <summary>Forgets documents; gives how many went.</summary>
    public async Task<int> ForgetAsync(string tenant, DocumentFilter filter, CancellationToken cancellationToken)
    {
        var forgotten = await Of(tenant).ForgetAsync(filter, cancellationToken).ConfigureAwait(false);
        _changes.AddOrUpdate(tenant, 1, (_, changes) => changes + 1);
        foreach (var one in derived) one.Forget(tenant);
        audit.Forgot(tenant, forgotten, Describe(filter));
        return forgotten;
    }

    private static Dictionary<string, string> Provenance(IReadOnlyDictionary<string, string>? meta, string tenant) => new(meta ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal)
    {
        [OwnMeta + "added_by"] = tenant,
        [OwnMeta + "added_via"] = "api",
    };

    private static string Describe(DocumentFilter filter) => string.Join(", ", new[]
    {
        filter.Ids is { } ids ? $"ids {string.Join(' ', ids.Take(20).Select(id => id.ToString(CultureInfo.InvariantCulture)))}" : null,
        filter.Sources is { } sources ? $"sources {string.Join(' ', sources.Take(20))}" : null,
        filter.SourcePrefix is { } prefix ? $"prefix {prefix}" : null,
        filter.Meta is { } meta ? $"metadata {string.Join(' ', meta.Keys)}" : null,
    }.OfType<string>());
}
