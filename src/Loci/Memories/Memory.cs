using Loci.Embedding;
using Loci.Memories.Sqlite;
using Loci.Memories.Storage;

namespace Loci.Memories;

/// <summary>
/// Text to learn from: documents cut into chunks, each with its features, searched exactly. Its store is the only truth, in a folder a SQLite database;
/// search indexes are derived from it, checked when read, and made anew whenever they do not fit.
/// </summary>
/// <remarks>
/// Safe to share between threads. Any number of processes may read while one writes; the first addition makes this object the writer until it is disposed.
/// What an addition has acknowledged survives the death of the process and of the machine. The embedder stays the caller's to dispose.
/// </remarks>
public sealed class Memory : IMemory
{
    private readonly IMemoryStore _store;
    private readonly IEmbedder _embedder;
    private readonly MemoryOptions _options;
    private readonly IndexCache _cache;
    private readonly bool _ownsStore;
    private volatile bool _disposed;

    /// <summary>Puts a memory on a store; the memory then owns it.</summary>
    internal Memory(IMemoryStore store, IEmbedder embedder, MemoryOptions options, bool ownsStore = true)
    {
        (_store, _embedder, _options, _ownsStore) = (store, embedder, options, ownsStore);
        _cache = new IndexCache(store, options.Tenant, embedder);
    }

    /// <summary>Where it lies: a folder, as a full path, or the address of a database, without secrets.</summary>
    public string Path => _store.Name;

    /// <inheritdoc/>
    public IEmbedder Embedder => _embedder;

    /// <summary>Whose documents are meant.</summary>
    public string Tenant => _options.Tenant;

    /// <summary>
    /// Opens the memory of a folder, or makes it where <see cref="MemoryOptions.Create"/> says so. One of an older format is brought up to date first. The
    /// index is read at the first search.
    /// </summary>
    /// <exception cref="InvalidInputException">There is no memory, it is damaged or of an unknown format, or it was made with another embedder.</exception>
    public static Task<Memory> OpenAsync(
        string path, IEmbedder embedder, MemoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(embedder);
        return Task.Run(() => Open(new MemoryFolder(path), embedder, options ?? new MemoryOptions()), cancellationToken);
    }

    /// <summary>Says what a folder's memory holds, of all tenants; needs no embedder.</summary>
    /// <exception cref="InvalidInputException">There is no memory, or it is damaged or of an unknown format.</exception>
    public static Task<MemoryInfo> DescribeAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Task.Run(() =>
        {
            using var store = new SqliteStore(MemoryDatabase.Open(new MemoryFolder(path), TimeProvider.System), [], TimeProvider.System);
            return store.Describe(tenant: null);
        }, cancellationToken);
    }

    /// <summary>The identity of the embedder a memory was made with, or null where no memory has been made yet. Never writes.</summary>
    /// <exception cref="InvalidInputException">What is there is damaged or of an unknown format.</exception>
    public static Task<string?> FindEmbedderAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Task.Run(() => MemoryDatabase.FindEmbedder(new MemoryFolder(path)), cancellationToken);
    }

    /// <summary>
    /// The same memory for another tenant, over the same store: it takes part in this object's writing, and ends with it. Disposing it is allowed and does nothing
    /// to this one.
    /// </summary>
    public Memory ForTenant(string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new Memory(_store, _embedder, _options with { Tenant = tenant }, ownsStore: false);
    }

    /// <inheritdoc/>
    public MemoryInfo Describe()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _store.Describe(_options.Tenant);
    }

    /// <summary>Adds one document; false if a document with the same text is there already, which then only gains another source.</summary>
    /// <exception cref="InvalidInputException">Another process is writing, or the document cannot be stored.</exception>
    public async Task<bool> AddAsync(DocumentRecord document, IReadOnlyList<Chunk> chunks, CancellationToken cancellationToken = default) =>
        (await AddManyAsync([new ChunkedDocument(document, chunks)], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>
    /// Adds documents in one transaction: all or none of them is remembered. Says of each whether it was added; false where a document with the same text
    /// was there already or came earlier in the list, or where it was dropped as a near-duplicate. Batches of some hundred chunks make good use of the disk.
    /// </summary>
    /// <exception cref="InvalidInputException">Another process is writing, or a document cannot be stored.</exception>
    public Task<IReadOnlyList<bool>> AddManyAsync(IReadOnlyList<ChunkedDocument> documents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Task.Run<IReadOnlyList<bool>>(() => Add(documents, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> ForgetAsync(DocumentFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Task.Run(() => Forget(filter), cancellationToken);
    }

    /// <summary>Removes the documents the predicate names, with their chunks; gives how many there were.</summary>
    /// <exception cref="InvalidInputException">Another process is writing.</exception>
    public Task<int> ForgetAsync(Func<StoredDocument, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return ForgetAsync(new DocumentFilter { Where = predicate }, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredDocument> Documents(DocumentFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _store.Attempt(() =>
        {
            using var snapshot = Read();
            var documents = new List<StoredDocument>();
            foreach (var document in snapshot.Documents(filter ?? new DocumentFilter()))
            {
                cancellationToken.ThrowIfCancellationRequested();
                documents.Add(document);
            }
            return documents;
        }, cancellationToken);
    }

    /// <summary>Embeds the queries and finds the chunks nearest to them.</summary>
    /// <exception cref="InvalidInputException">There is no query, the count is not positive, or a chunk needed is damaged.</exception>
    public Candidates Search(IReadOnlyList<string> queries, SearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return Search(_embedder.Embed(queries, cancellationToken), options, cancellationToken);
    }

    /// <inheritdoc/>
    public Candidates Search(IReadOnlyList<Features> queries, SearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(queries);
        options ??= new SearchOptions();
        SearchCheck.Hold(_embedder, queries, options);
        return _store.Attempt(
            () => StoreQuery.Search(_store, Tenant, _embedder, queries, options, cancellationToken) ?? MemoryQuery.Search(_cache, _embedder.Parts, queries, options, cancellationToken),
            cancellationToken);
    }

    /// <summary>Closes the memory and lets the next writer in.</summary>
    public void Dispose()
    {
        _disposed = true;
        if (_ownsStore)
            _store.Dispose();
    }

    private static Memory Open(MemoryFolder folder, IEmbedder embedder, MemoryOptions options)
    {
        var database = options.Create
            ? MemoryDatabase.OpenOrCreate(folder, embedder, options.TimeProvider)
            : MemoryDatabase.Open(folder, options.TimeProvider);
        var store = new SqliteStore(database, embedder.Parts, options.TimeProvider);
        try
        {
            EmbedderParts.Hold(store.Name, store.Settings(), embedder);
            return new Memory(store, embedder, options);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private bool[] Add(IReadOnlyList<ChunkedDocument> documents, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (documents.Count == 0) return [];
        var prepared = _store.Attempt(() =>
        {
            using var snapshot = Read();
            return new DocumentPreparer(_embedder, _options.NearDuplicates).Prepare(documents, snapshot, cancellationToken);
        }, cancellationToken);
        return prepared.IsNews ? _store.Add(_options.Tenant, prepared.Documents, cancellationToken) : new bool[documents.Count];
    }

    private int Forget(DocumentFilter filter)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var going = _store.Attempt<List<DocumentSource>>(() =>
        {
            using var snapshot = Read();
            return [.. snapshot.Documents(filter).SelectMany(document => SourcesOf(document, filter))];
        }, CancellationToken.None);
        return _store.Remove(_options.Tenant, going);
    }

    /// <summary>The sources of a document that a filter means, or the whole document where it speaks of no sources.</summary>
    private static IEnumerable<DocumentSource> SourcesOf(StoredDocument document, DocumentFilter filter) => filter.NamesSources
        ? document.Copies.Prepend(document.Source).Where(filter.MeansSource).Select(source => new DocumentSource(document.Id, source))
        : [new DocumentSource(document.Id, null)];

    private IMemorySnapshot Read()
    {
        var snapshot = _store.Read(_options.Tenant);
        try
        {
            EmbedderParts.Hold(_store.Name, snapshot.Settings, _embedder); // it may have been re-embedded since it was opened
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }
}
