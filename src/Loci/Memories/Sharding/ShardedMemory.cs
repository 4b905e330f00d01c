using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Loci.Embedding;

namespace Loci.Memories.Sharding;

/// <summary>
/// Several memories as one, wherever each lies. A document belongs to the shard that the hash of its text names, so that the same text is known again; a search
/// asks all shards at once and keeps the best of what they found, with the scores of one memory that holds everything. Number and order of the shards must stay
/// as they were when the first document was added. Owns the shards and disposes them. Safe to share between threads.
/// </summary>
/// <remarks>
/// Only for embedders whose parts are all dense: term weights need document frequencies over all text, which no shard has. An addition is all or nothing within
/// each shard; where one shard fails, others may have added their part, and adding the whole again completes it.
/// Near-duplicates are looked for within a shard.
/// </remarks>
public sealed class ShardedMemory : IMemory
{
    private readonly IMemory[] _shards;
    private readonly ShardNumbers _numbers;

    /// <summary>Joins memories, which were made with one embedder and hold no others' documents.</summary>
    /// <exception cref="InvalidInputException">There is no shard, their embedders differ, or the embedder counts terms.</exception>
    public ShardedMemory(params IReadOnlyList<IMemory> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        if (shards.Count == 0)
            throw new InvalidInputException("A sharded memory needs at least one shard; none was given.");
        if (shards.FirstOrDefault(shard => !string.Equals(shard.Embedder.Identity, shards[0].Embedder.Identity, StringComparison.Ordinal)) is { } other)
            throw new InvalidInputException($"expected shards of one embedder, found '{shards[0].Embedder.Identity}' and '{other.Embedder.Identity}'. Open all with the embedder they were made with.");
        if (shards[0].Embedder.Parts.FirstOrDefault(part => part.Kind == FeatureKind.TermCounts) is { } terms)
            throw new InvalidInputException($"expected an embedder of dense parts for a sharded memory, found '{shards[0].Embedder.Identity}', whose part '{terms.Name}' counts terms: their weights need the"
                + " document frequencies of all text, and a shard knows its own alone. Use a dense embedder, or one memory.");
        (_shards, _numbers) = ([.. shards], new ShardNumbers(shards.Count));
    }

    /// <inheritdoc/>
    public IEmbedder Embedder => _shards[0].Embedder;

    /// <summary>The sums over the shards; when the first of them was made, and the number of changes to all.</summary>
    public MemoryInfo Describe()
    {
        var infos = OnEach(shard => _shards[shard].Describe());
        return new MemoryInfo(
            string.Join(", ", infos.Select(info => info.Path)), infos.Sum(info => info.Documents), infos.Sum(info => info.Chunks), infos.Sum(info => info.Bytes),
            infos.Sum(info => info.StoredBytes), infos[0].Embedder, infos.Min(info => info.Created), infos.Sum(info => info.Revision))
        {
            Sources = infos.Sum(info => info.Sources),
            NearDuplicates = infos.Sum(info => info.NearDuplicates),
            Tokens = infos.Sum(info => info.Tokens),
            Tenants =
            [
                .. infos.SelectMany(info => info.Tenants).GroupBy(tenant => tenant.Name, StringComparer.Ordinal)
                    .Select(group => new TenantInfo(group.Key, group.Sum(tenant => tenant.Documents), group.Sum(tenant => tenant.Chunks))).OrderBy(tenant => tenant.Name, StringComparer.Ordinal),
            ],
            ReEmbeddingTo = infos.Select(info => info.ReEmbeddingTo).FirstOrDefault(to => to is not null),
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> AddManyAsync(IReadOnlyList<ChunkedDocument> documents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        int[] shards = [.. documents.Select(ShardOf)];
        if (!ContendsForSource(documents, shards))
            return await AddTogetherAsync(documents, shards, cancellationToken).ConfigureAwait(false);
        var added = new bool[documents.Count]; // which of them keeps the source depends on their order
        for (var i = 0; i < added.Length; i++)
            added[i] = (await AddTogetherAsync([documents[i]], [shards[i]], cancellationToken).ConfigureAwait(false))[0];
        return added;
    }

    /// <inheritdoc/>
    public async Task<int> ForgetAsync(DocumentFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var forgotten = 0;
        for (var shard = 0; shard < _shards.Length; shard++) // one after another: code in the filter is asked by one thread at a time
            forgotten += await _shards[shard].ForgetAsync(_numbers.Inner(shard, filter), cancellationToken).ConfigureAwait(false);
        return forgotten;
    }

    /// <summary>The documents the filter lets through, by the time they were added and then by number; all where it is null.</summary>
    public IReadOnlyList<StoredDocument> Documents(DocumentFilter? filter = null, CancellationToken cancellationToken = default) =>
    [
        .. Enumerable.Range(0, _shards.Length)
            .SelectMany(shard => _shards[shard].Documents(filter is null ? null : _numbers.Inner(shard, filter), cancellationToken).Select(document => _numbers.Outer(shard, document)))
            .OrderBy(document => document.Added).ThenBy(document => document.Id),
    ];

    /// <summary>
    /// Finds the chunks nearest to the queries in all shards, with the scores of one memory that holds everything; ties go to the smaller number. Shards are asked at once, or
    /// one after another where the filter holds code, which is asked on the calling thread.
    /// </summary>
    /// <exception cref="InvalidInputException">There is no query, the count is not positive, a chunk needed is damaged, or a shard cannot be read.</exception>
    public Candidates Search(IReadOnlyList<Features> queries, SearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SearchOptions();
        var allowed = options.Allowed;
        Candidates Find(int shard) => _shards[shard].Search(
            queries, options with { Filter = null, Documents = allowed is null ? null : _numbers.Inner(shard, allowed) }, cancellationToken);
        var found = allowed?.Where is null ? OnEach(Find) : [.. Enumerable.Range(0, _shards.Length).Select(Find)];
        return ShardedCandidates.Join(_numbers, found, options.Count);
    }

    /// <summary>Closes the shards.</summary>
    public void Dispose()
    {
        foreach (var shard in _shards)
            shard.Dispose();
    }

    /// <summary>Adds to all shards at once, then takes sources that were replaced from the documents of the other shards.</summary>
    private async Task<bool[]> AddTogetherAsync(IReadOnlyList<ChunkedDocument> documents, int[] shards, CancellationToken cancellationToken)
    {
        var added = new bool[documents.Count];
        await Task.WhenAll(Enumerable.Range(0, _shards.Length).Select(async shard =>
        {
            int[] own = [.. Enumerable.Range(0, shards.Length).Where(i => shards[i] == shard)];
            if (own.Length == 0) return;
            var answers = await _shards[shard].AddManyAsync([.. own.Select(i => documents[i])], cancellationToken).ConfigureAwait(false);
            for (var j = 0; j < own.Length; j++)
                added[own[j]] = answers[j];
        })).ConfigureAwait(false);
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            string[] elsewhere = [.. documents.Where((document, i) => document.Document.Replaces && shards[i] != shard).Select(document => document.Document.Source).Distinct(StringComparer.Ordinal)];
            if (elsewhere.Length > 0)
                await _shards[shard].ForgetAsync(new DocumentFilter { Sources = elsewhere }, cancellationToken).ConfigureAwait(false);
        }
        return added;
    }

    /// <summary>Whether a source that is replaced has documents in several shards.</summary>
    private static bool ContendsForSource(IReadOnlyList<ChunkedDocument> documents, int[] shards)
    {
        var replaced = documents.Where(document => document.Document.Replaces).Select(document => document.Document.Source).ToHashSet(StringComparer.Ordinal);
        return documents.Zip(shards).Where(pair => replaced.Contains(pair.First.Document.Source)).GroupBy(pair => pair.First.Document.Source, StringComparer.Ordinal)
            .Any(group => group.Select(pair => pair.Second).Distinct().Skip(1).Any());
    }

    private int ShardOf(ChunkedDocument document) =>
        (int)(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(document.Document.Text))) % (ulong)_shards.Length);

    private T[] OnEach<T>(Func<int, T> ask) =>
        Task.WhenAll(Enumerable.Range(0, _shards.Length).Select(shard => Task.Run(() => ask(shard)))).GetAwaiter().GetResult();
}
