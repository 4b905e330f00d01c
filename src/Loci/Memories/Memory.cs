using Loci.Embedding;

namespace Loci.Memories;

/// <summary>
/// A folder of text to learn from: documents cut into chunks, each with its features, searched exactly. The SQLite database in it is the only truth; the
/// search index beside it is derived, checked when read, and rebuilt whenever it does not fit.
/// </summary>
/// <remarks>
/// Safe to share between threads. Any number of processes may read while one writes; the first addition makes this object the writer until it is disposed.
/// What an addition has acknowledged survives the death of the process and of the machine. The embedder stays the caller's to dispose.
/// </remarks>
public sealed class Memory : IDisposable
{
    private readonly MemoryDatabase _database;
    private readonly IEmbedder _embedder;
    private readonly TimeProvider _time;
    private readonly IndexCache _cache;
    private readonly Lock _writing = new();
    private MemoryWriter? _writer;
    private bool _disposed;

    private Memory(MemoryDatabase database, IEmbedder embedder, TimeProvider time)
    {
        (_database, _embedder, _time) = (database, embedder, time);
        _cache = new IndexCache(database.Folder, embedder.Parts);
    }

    /// <summary>The folder, as a full path.</summary>
    public string Path => _database.Folder.Path;

    /// <summary>The embedder it was made with.</summary>
    public IEmbedder Embedder => _embedder;

    /// <summary>Opens a memory, or makes it where <see cref="MemoryOptions.Create"/> says so. The index is read at the first search.</summary>
    /// <exception cref="InvalidInputException">There is no memory, it is damaged or of another format, or it was made with another embedder.</exception>
    public static Task<Memory> OpenAsync(
        string path, IEmbedder embedder, MemoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(embedder);
        return Task.Run(() => Open(new MemoryFolder(path), embedder, options ?? new MemoryOptions()), cancellationToken);
    }

    /// <summary>Says what a memory holds; needs no embedder and never writes.</summary>
    /// <exception cref="InvalidInputException">There is no memory, or it is damaged or of another format.</exception>
    public static Task<MemoryInfo> DescribeAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Task.Run(() =>
        {
            using var database = MemoryDatabase.Open(new MemoryFolder(path));
            return MemoryDescription.Of(database);
        }, cancellationToken);
    }

    /// <summary>The identity of the embedder a memory was made with, or null where no memory has been made yet. Never writes.</summary>
    /// <exception cref="InvalidInputException">What is there is damaged or of another format.</exception>
    public static Task<string?> FindEmbedderAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Task.Run(() => MemoryDatabase.FindEmbedder(new MemoryFolder(path)), cancellationToken);
    }

    /// <summary>Says what this memory holds.</summary>
    public MemoryInfo Describe()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return MemoryDescription.Of(_database);
    }

    /// <summary>Adds one document; false if a document with the same text is there already, which changes nothing.</summary>
    /// <exception cref="InvalidInputException">Another process is writing, or the document cannot be stored.</exception>
    public async Task<bool> AddAsync(DocumentRecord document, IReadOnlyList<Chunk> chunks, CancellationToken cancellationToken = default) =>
        (await AddManyAsync([new ChunkedDocument(document, chunks)], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>
    /// Adds documents in one transaction: all or none of them is remembered. Says of each whether it was added; false where a document with the same text
    /// was there already or came earlier in the list. Batches of some hundred chunks make good use of the disk.
    /// </summary>
    /// <exception cref="InvalidInputException">Another process is writing, or a document cannot be stored.</exception>
    public Task<IReadOnlyList<bool>> AddManyAsync(IReadOnlyList<ChunkedDocument> documents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Task.Run<IReadOnlyList<bool>>(() => Add(documents, cancellationToken), cancellationToken);
    }

    /// <summary>Removes the documents the predicate names, with their chunks; gives how many there were. Their space is reused, not given back.</summary>
    /// <exception cref="InvalidInputException">Another process is writing.</exception>
    public Task<int> ForgetAsync(Func<StoredDocument, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Task.Run(() => Write(writer => writer.Remove(
            [.. MemoryQuery.Documents(_database, _embedder.Parts).Where(predicate).Select(document => document.Id)])), cancellationToken);
    }

    /// <summary>Embeds the queries and finds the chunks nearest to them.</summary>
    /// <exception cref="InvalidInputException">There is no query, the count is not positive, or a chunk needed is damaged.</exception>
    public Candidates Search(IReadOnlyList<string> queries, SearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return Search(_embedder.Embed(queries, cancellationToken), options, cancellationToken);
    }

    /// <summary>
    /// Finds the chunks nearest to the queries, exactly: for one query by |k(q, x)|, for several by Σ k(q, x)², where k is the weighted sum of the parts'
    /// cosines; ties go to the chunk added first.
    /// </summary>
    /// <exception cref="InvalidInputException">There is no query, the count is not positive, or a chunk needed is damaged.</exception>
    public Candidates Search(IReadOnlyList<Features> queries, SearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(queries);
        options ??= new SearchOptions();
        if (queries.Count == 0)
            throw new InvalidInputException("A search needs at least one query; none was given.");
        if (options.Count < 1)
            throw new InvalidInputException($"A search must ask for at least one chunk; it asked for {options.Count}.");
        foreach (var query in queries)
            FeatureCheck.Hold(_embedder, query);
        return _database.Guard(() => MemoryQuery.Search(_database, _cache, _embedder.Parts, queries, options, cancellationToken));
    }

    /// <summary>Closes the memory and lets the next writer in.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            if (_disposed)
                return;
            _disposed = true;
            _database.Dispose();
            _writer?.Dispose(); // last, so that SQLite folds the log into the database
        }
    }

    private static Memory Open(MemoryFolder folder, IEmbedder embedder, MemoryOptions options)
    {
        var database = options.Create
            ? MemoryDatabase.OpenOrCreate(folder, embedder, options.TimeProvider)
            : MemoryDatabase.Open(folder);
        try
        {
            MemoryQuery.HoldEmbedder(database, embedder);
            return new Memory(database, embedder, options.TimeProvider);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private bool[] Add(IReadOnlyList<ChunkedDocument> documents, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var hashes = DocumentPreparer.Hash(documents);
        var known = MemoryQuery.Known(_database, hashes.Select(hash => hash.Hash));
        var fresh = Enumerable.Range(0, hashes.Length).Where(i => known.Add(hashes[i].Hash)).ToArray(); // embedding what is known would be wasted
        var added = new bool[hashes.Length];
        if (fresh.Length == 0)
            return added;
        var prepared = DocumentPreparer.Embed(
            _embedder, [.. fresh.Select(i => (documents[i], hashes[i].Hash, hashes[i].Bytes))], cancellationToken);
        var stored = Write(writer => writer.Add(prepared, cancellationToken));
        for (var i = 0; i < fresh.Length; i++)
            added[fresh[i]] = stored[i];
        return added;
    }

    private T Write<T>(Func<MemoryWriter, T> action)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _database.Guard(() => action(_writer ??= new MemoryWriter(_database, _time)));
        }
    }
}
