using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Loci.Embedding;
using Loci.Memories;
using Loci.Memories.Storage;
using Loci.Postgres.Reading;
using Loci.Postgres.Schema;
using Loci.Postgres.Vectors;
using Loci.Postgres.Writing;
using Npgsql;

namespace Loci.Postgres;

/// <summary>
/// A memory in a schema of a PostgreSQL database. Any number of processes read and write: writers take turns, transaction by transaction; readers wait for nobody.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="embedder">The embedder's parts.</param>
/// <param name="options">How it was opened.</param>
/// <param name="extension">pgvector, where the server searches; null where it does not.</param>
internal sealed class PostgresStore(PostgresDatabase database, IReadOnlyList<FeaturePart> embedder, PostgresOptions options, PgVector? extension) : IMemoryStore, IStoreSearch
{
    private volatile bool _disposed;

    /// <inheritdoc/>
    public string Name => database.Address.Name;

    /// <inheritdoc/>
    public MemorySettings Settings() => Ask(connection => StoredSettings.Read(connection, database).Memory);

    /// <inheritdoc/>
    public string? DerivedFolder(string tenant) => options.CacheFolder is not { } folder ? null : Path.Combine(
        folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Name + "\n" + tenant)).AsSpan(0, 16)));

    /// <inheritdoc/>
    public T Attempt<T>(Func<T> read, CancellationToken cancellationToken) => database.Attempt(read, cancellationToken);

    /// <inheritdoc/>
    public IMemorySnapshot Read(string tenant) => database.Guard(() => Snapshot(tenant));

    /// <inheritdoc/>
    public bool[] Add(string tenant, IReadOnlyList<PreparedDocument> documents, CancellationToken cancellationToken) => Write(
        (transaction, token) => PostgresAddition.Run(transaction, tenant, documents, options.Memory.TimeProvider.GetUtcNow(), token, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public int Remove(string tenant, IReadOnlyList<DocumentSource> sources)
    {
        if (sources.Count == 0) return 0;
        var removed = Write((transaction, token) => PostgresRemoval.Run(transaction, tenant, sources, token), CancellationToken.None);
        if (removed > 0 && DerivedFolder(tenant) is { } folder)
            DerivedFiles.Delete(folder); // they hold terms and vectors of what was forgotten
        return removed;
    }

    /// <inheritdoc/>
    public MemoryInfo Describe(string? tenant) => Ask(connection => PostgresDescription.Of(connection, database, tenant));

    /// <inheritdoc/>
    public IReadOnlyList<(ChunkRow Row, double Score)>? Rank(
        IMemorySnapshot snapshot, IReadOnlyList<Features> queries, SearchOptions search, CancellationToken cancellationToken)
    {
        if (extension is null || snapshot is not PostgresSnapshot { Stored.VectorType: not null } own)
            return null; // a table of vectors may have been dropped since the memory was opened
        return database.Guard(() =>
        {
            var ranking = new VectorRanking(database, extension, own, embedder[0], cancellationToken);
            float[][] vectors = [.. queries.Select(query => query.Dense[0]!)];
            return options.Index == VectorIndex.Exact
                ? ranking.Exact(vectors, search.Count, search.Allowed)
                : ranking.ByGraph(vectors, search.Count, search.Probes > 0 ? search.Probes : options.EfSearch, search.Allowed);
        });
    }

    /// <inheritdoc/>
    public bool Ranks => extension is not null;

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _disposed = true;
        database.Dispose();
    }

    private PostgresSnapshot Snapshot(string tenant)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new PostgresSnapshot(database, embedder, tenant);
    }

    private T Ask<T>(Func<NpgsqlConnection, T> question) => database.Attempt(() =>
    {
        using var snapshot = Snapshot("");
        return question(snapshot.Connection);
    }, CancellationToken.None);

    /// <summary>
    /// Writes in one transaction, again where a lost connection cut it off. Whether a transaction whose end was not heard of was committed is known by the token
    /// that it wrote: its own turn comes only when the server has ended the one before.
    /// </summary>
    private T Write<T>(Func<PostgresTransaction, Guid, T> action, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid();
        var (sent, result) = (false, default(T)!);
        try
        {
            return database.Attempt(() =>
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                using var transaction = PostgresTransaction.Begin(database, options.WriterPatience);
                if (sent && transaction.Knows(token))
                    return result;
                result = action(transaction, token);
                sent = true;
                transaction.Commit();
                return result;
            }, cancellationToken);
        }
        catch (InvalidInputException e) when (sent && PostgresErrors.IsLost(e))
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"The connection to {Name} was lost while a change was being committed, and {options.Retries} attempts to ask after it failed: it may or may not have been made. Make it again when the server answers; what is known is not added twice."), e);
        }
    }
}
