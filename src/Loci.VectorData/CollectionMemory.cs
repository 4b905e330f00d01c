using System.Linq.Expressions;
using Loci.Embedding;
using Loci.Memories;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData;

/// <summary>
/// Any collection of Microsoft.Extensions.VectorData as a memory to learn from. A record is one piece of text, and counts as a document of its own; several may share
/// a source.
/// </summary>
/// <remarks>
/// <para>
/// Ranking is a memory's own, |cosine| or the sum of squared cosines, worked out from the vectors. It is exact where the store searches exactly by cosine, or by inner
/// product or Euclidean distance over vectors of one length; an approximate store gives what it gives, and <see cref="CollectionMemoryOptions.Deepest"/> bounds
/// the search. Ties go to the smaller number, which is the key where keys are whole numbers, and otherwise goes by the order in which records were met.
/// A record whose vector is all zeros has no cosine: it ranks as 0 where the store gives it, and stores need not.
/// </para>
/// <para>
/// Filters by source are the store's work, see <see cref="RecordMapping{TKey, TRecord}.Filter"/>; others are applied to what it gives. Additions are as atomic as the
/// store's batches. Texts that are known are found by their vectors among the nearest few records, and gain no second source.
/// </para>
/// <para>Safe to share between threads as far as the store is, which stores promise to be. Collection and embedder stay the caller's to dispose.</para>
/// </remarks>
/// <typeparam name="TKey">Type of the store's keys.</typeparam>
/// <typeparam name="TRecord">Type of the store's records.</typeparam>
public sealed class CollectionMemory<TKey, TRecord> : IMemory
    where TKey : notnull
    where TRecord : class
{
    private const int Twins = 16; // nearest records looked through for the same text

    private readonly VectorStoreCollection<TKey, TRecord> _store;
    private readonly RecordMapping<TKey, TRecord> _mapping;
    private readonly RecordReader<TKey, TRecord> _reader;
    private readonly NearestRecords<TKey, TRecord> _nearest;
    private readonly CollectionMemoryOptions _options;
    private long _revision;

    /// <summary>Makes a memory of a collection.</summary>
    /// <param name="store">The collection; has to exist, and stays the caller's.</param>
    /// <param name="embedder">The embedder whose vectors the collection holds, such as a GeneratorEmbedder of the generator that fills it; stays the caller's.</param>
    /// <param name="mapping">How records are read and made.</param>
    /// <param name="options">How the store is asked; null for the defaults.</param>
    /// <exception cref="InvalidInputException">The embedder does not give one dense vector, or an option makes no sense.</exception>
    public CollectionMemory(VectorStoreCollection<TKey, TRecord> store, IEmbedder embedder, RecordMapping<TKey, TRecord> mapping, CollectionMemoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(mapping);
        _options = options ?? new CollectionMemoryOptions();
        if (_options.Deepest < 1 || _options.PageSize < 1)
            throw new InvalidInputException($"A store must be asked for at least one record; {_options.Deepest} at most and {_options.PageSize} at once were given.");
        if (embedder.Parts is not [{ Kind: FeatureKind.Dense }])
            throw new InvalidInputException($"A vector store is searched by one dense vector, but the embedder '{embedder.Identity}' gives {string.Join(", ", embedder.Parts.Select(part => $"'{part.Name}'"))}. Use a static embedder, an encoder, or a generator's.");
        (_store, Embedder, _mapping, _reader) = (store, embedder, mapping, new RecordReader<TKey, TRecord>(mapping));
        _nearest = new NearestRecords<TKey, TRecord>(store, embedder, mapping, _reader, _options.Deepest);
    }

    /// <inheritdoc/>
    public IEmbedder Embedder { get; }

    /// <summary>Says what the collection holds, by reading all of it. What a store does not tell is 0: bytes on disk, and when it was made; the revision counts changes made here.</summary>
    public MemoryInfo Describe()
    {
        var (documents, bytes, tokens) = (0L, 0L, 0L);
        var sources = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in Wait(() => ReadAsync(filter: null, CancellationToken.None)))
        {
            var document = _reader.Document(record);
            (documents, bytes, tokens) = (documents + 1, bytes + document.Bytes, tokens + _mapping.TokenCount(record));
            sources.Add(document.Source);
        }
        return new MemoryInfo(_store.Name, documents, documents, bytes, StoredBytes: 0, Embedder.Identity, Created: default, Interlocked.Read(ref _revision)) { Sources = sources.Count, Tokens = tokens };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> AddManyAsync(IReadOnlyList<ChunkedDocument> documents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (_mapping.Create is not { } create)
            throw new InvalidInputException($"The collection {_store.Name} is only read. Give {nameof(RecordMapping<,>)}.{nameof(RecordMapping<,>.Create)} to add to it.");
        var added = new bool[documents.Count];
        var (records, replaced, seen) = (new List<TRecord>(), new List<TKey>(), new HashSet<string>(StringComparer.Ordinal));
        var vectors = await EmbedAsync(documents, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < documents.Count; i++)
        {
            var (document, chunks) = (documents[i].Document, documents[i].Chunks);
            if (document.Replaces)
            {
                var before = await ReadAsync(new DocumentFilter { Sources = [document.Source] }, cancellationToken).ConfigureAwait(false);
                if (before.Count == chunks.Count && before.Select(_mapping.Text).ToHashSet(StringComparer.Ordinal).SetEquals(chunks.Select(chunk => chunk.Text))) continue;
                replaced.AddRange(before.Select(_mapping.Key));
            }
            else if (!seen.Add(document.Text) || await KnowsAsync(documents[i], vectors[i], cancellationToken).ConfigureAwait(false)) continue;
            records.AddRange(chunks.Select((chunk, ordinal) => create(new NewRecord(document, ordinal, chunk.Text, chunk.TokenCount, vectors[i][ordinal]))));
            added[i] = chunks.Count > 0;
        }
        if (records.Count == 0 && replaced.Count == 0) return added;
        if (records.Count > 0) await _store.UpsertAsync(records, cancellationToken).ConfigureAwait(false);
        TKey[] gone = [.. replaced.Except(records.Select(_mapping.Key))];
        if (gone.Length > 0) await _store.DeleteAsync(gone, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _revision);
        return added;
    }

    /// <inheritdoc/>
    public async Task<int> ForgetAsync(DocumentFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        TKey[] going = [.. (await ReadAsync(filter, cancellationToken).ConfigureAwait(false)).Select(_mapping.Key)];
        if (going.Length == 0) return 0;
        await _store.DeleteAsync(going, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _revision);
        return going.Length;
    }

    /// <summary>The records the filter lets through as documents, by their numbers.</summary>
    public IReadOnlyList<StoredDocument> Documents(DocumentFilter? filter = null, CancellationToken cancellationToken = default) =>
        [.. Wait(() => ReadAsync(filter, cancellationToken)).Select(_reader.Document).OrderBy(document => document.Id)];

    /// <inheritdoc/>
    public Candidates Search(IReadOnlyList<Features> queries, SearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        options ??= new SearchOptions();
        if (queries.Count == 0)
            throw new InvalidInputException("A search needs at least one query; none was given.");
        if (options.Count < 1)
            throw new InvalidInputException($"A search must ask for at least one chunk; it asked for {options.Count}.");
        float[][] vectors = [.. queries.Select(query => UnitVector.Of(query.Dense.Count == 1 ? query.Dense[0] : [], Embedder.Parts[0].Dimensions, "a query"))];
        var best = Wait(() => _nearest.FindAsync(vectors, options.Count, Filter(options), cancellationToken));
        return new Candidates
        {
            Queries = queries.Count,
            Chunks = [.. best.Select(found => found.Document.Id)],
            Documents = [.. best.Select(found => found.Document)],
            Ordinals = [.. best.Select(found => _mapping.Ordinal(found.Record))],
            Texts = [.. best.Select(found => _mapping.Text(found.Record))],
            TokenCounts = [.. best.Select(found => _mapping.TokenCount(found.Record))],
            Scores = [.. best.Select(found => found.Score)],
            Parts =
            [
                new CandidatePart
                {
                    Name = Embedder.Parts[0].Name, Weight = Embedder.Parts[0].Weight, Dimensions = Embedder.Parts[0].Dimensions,
                    DenseRows = [.. best.SelectMany(found => found.Vector)], DenseQueries = [.. vectors.SelectMany(vector => vector)],
                },
            ],
        };
    }

    /// <summary>Frees nothing: collection and embedder are the caller's.</summary>
    public void Dispose()
    {
    }

    /// <summary>Asked from a thread of the pool, so that a store that needs the caller's synchronisation context does not wait for it in vain.</summary>
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    private static DocumentFilter? Filter(SearchOptions options) => (options.Documents, options.Filter) switch
    {
        (var documents, null) => documents,
        (null, var filter) => new DocumentFilter { Where = filter },
        var (documents, filter) => documents with { Where = document => documents.Where?.Invoke(document) != false && filter(document) },
    };

    private async Task<List<TRecord>> ReadAsync(DocumentFilter? filter, CancellationToken cancellationToken)
    {
        Expression<Func<TRecord, bool>> wanted = _reader.Translate(filter) ?? _mapping.All;
        var records = new List<TRecord>();
        for (var (skip, read) = (0, _options.PageSize); read == _options.PageSize; skip += read)
        {
            read = 0;
            await foreach (var record in _store.GetAsync(wanted, _options.PageSize, new FilteredRecordRetrievalOptions<TRecord> { Skip = skip }, cancellationToken).ConfigureAwait(false))
            {
                read++;
                if (filter?.Means(_reader.Document(record)) != false) records.Add(record);
            }
        }
        return records;
    }

    private async Task<float[][][]> EmbedAsync(IReadOnlyList<ChunkedDocument> documents, CancellationToken cancellationToken)
    {
        Chunk[] chunks = [.. documents.SelectMany(document => document.Chunks)];
        string[] texts = [.. chunks.Where(chunk => chunk.Features is null).Select(chunk => chunk.Text)];
        var features = texts.Length == 0 ? [] : await Task.Run(() => Embedder.Embed(texts, cancellationToken), cancellationToken).ConfigureAwait(false);
        var next = 0;
        return [.. documents.Select(document => document.Chunks
            .Select(chunk => UnitVector.Of((chunk.Features ?? features[next++]).Dense[0], Embedder.Parts[0].Dimensions, $"a chunk of '{document.Document.Source}'")).ToArray())];
    }

    /// <summary>Whether every piece of a document is there already.</summary>
    private async Task<bool> KnowsAsync(ChunkedDocument document, float[][] vectors, CancellationToken cancellationToken)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            var text = document.Chunks[i].Text;
            var twins = _store.SearchAsync(new ReadOnlyMemory<float>(vectors[i]), Twins, new VectorSearchOptions<TRecord> { VectorProperty = _mapping.VectorProperty }, cancellationToken);
            if (!await twins.AnyAsync(twin => _mapping.Text(twin.Record) == text, cancellationToken).ConfigureAwait(false)) return false;
        }
        return vectors.Length > 0;
    }
}
