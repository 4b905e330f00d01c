using Loci.Embedding;
using Loci.Memories;
using Loci.Tests.Embedding;

namespace Loci.TestSupport;

/// <summary>What every memory does, wherever its text lies. Each place derives a class; texts are found by a dense embedder, so that a server that can search does.</summary>
public abstract partial class MemoryConformance : IAsyncLifetime
{
    private readonly string _name = "m" + Guid.NewGuid().ToString("N")[..20];
    private int _numbers;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static LetterEmbedder Letters { get; } = new(16);

    /// <summary>Whether embedders with term counts are taken.</summary>
    protected virtual bool TakesTerms => true;

    /// <summary>Whether it is one memory: its numbers have no gaps, and a batch is all or nothing.</summary>
    protected virtual bool IsOne => true;

    /// <summary>Whether several may ask at the same moment.</summary>
    protected virtual bool TakesSeveralAtOnce => true;

    /// <summary>Opens the memory of this name, making it where the options say so; skips the test where the place is not there.</summary>
    protected abstract Task<IMemory> OpenAsync(string name, IEmbedder embedder, MemoryOptions options);

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<IMemory> Open(IEmbedder? embedder = null, string tenant = "", TimeProvider? time = null, NearDuplicates nearDuplicates = NearDuplicates.Keep) =>
        OpenAsync(_name, embedder ?? Letters, new MemoryOptions { Create = true, Tenant = tenant, TimeProvider = time ?? TimeProvider.System, NearDuplicates = nearDuplicates });

    /// <summary>The same memory for several tenants, all open for writing at once.</summary>
    protected virtual async Task<IMemory[]> OpenTenantsAsync(params string[] tenants)
    {
        var opened = new List<IMemory>();
        foreach (var tenant in tenants)
            opened.Add(await Open(tenant: tenant));
        return [.. opened];
    }

    /// <summary>A memory that no other part of the test knows.</summary>
    protected Task<IMemory> OpenAnother(IEmbedder embedder) =>
        OpenAsync(FormattableString.Invariant($"{_name}_{Interlocked.Increment(ref _numbers)}"), embedder, new MemoryOptions { Create = true });

    protected static ChunkedDocument Document(string text, string source = "source", bool replaces = false, params (string Key, string Value)[] meta) => new(
        new DocumentRecord(source, text, meta.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal)) { Replaces = replaces }, [new Chunk(text, text.Length)]);

    /// <summary>Adds each text as a document of one chunk.</summary>
    protected static Task<IReadOnlyList<bool>> Add(IMemory memory, params string[] texts) => memory.AddManyAsync([.. texts.Select(text => Document(text))], Token);

    protected static Candidates Search(IMemory memory, string query, int count = 10, DocumentFilter? documents = null) =>
        memory.Search(memory.Embedder.Embed([query], Token), new SearchOptions { Count = count, Documents = documents }, Token);

    /// <summary>All sources, each document's together, sorted.</summary>
    protected static string[] Sources(IMemory memory, DocumentFilter? filter = null) =>
        [.. memory.Documents(filter, Token).Select(document => string.Join('+', document.Copies.Prepend(document.Source).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];

    protected static string[] Texts(IMemory memory) => [.. Search(memory, "any", 1000).Texts.Order(StringComparer.Ordinal)];
}
