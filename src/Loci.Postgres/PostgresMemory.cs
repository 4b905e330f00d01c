using Loci.Embedding;
using Loci.Memories;
using Loci.Memories.Storage;
using Loci.Postgres.Addressing;
using Loci.Postgres.Schema;
using Loci.Postgres.Vectors;

namespace Loci.Postgres;

/// <summary>
/// Memories in PostgreSQL databases, version 13 or later; each in a schema of its own, so that a database holds any number of them. An address is
/// <c>postgres://user:password@host:port/database?memory=name</c>, with libpq's parameters besides, or an Npgsql connection string with one more key, Memory. The name
/// is <c>default</c> where none is given.
/// </summary>
public static class PostgresMemory
{
    /// <summary>Whether a text is the address of a database rather than a folder.</summary>
    public static bool IsAddress(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PostgresAddress.IsAddress(text);
    }

    /// <summary>
    /// Opens a memory, or makes it where <see cref="MemoryOptions.Create"/> says so. Any number of processes may read and write it at once. Tables of an earlier version
    /// are brought up to date first, and what the server needs for searching is made where the options ask for it.
    /// </summary>
    /// <exception cref="InvalidInputException">
    /// The server cannot be reached, there is no such memory, it was made with another embedder, or the server cannot search as it is told to.
    /// </exception>
    public static Task<Memory> OpenAsync(string address, IEmbedder embedder, PostgresOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        ArgumentNullException.ThrowIfNull(embedder);
        return Task.Run(() => Open(PostgresAddress.Parse(address), embedder, options ?? new PostgresOptions()), cancellationToken);
    }

    /// <summary>Says what a memory holds, of all tenants; needs no embedder.</summary>
    /// <exception cref="InvalidInputException">The server cannot be reached, or there is no such memory.</exception>
    public static Task<MemoryInfo> DescribeAsync(string address, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return Task.Run(() => With(address, database =>
        {
            PostgresSchema.Hold(database);
            using var store = new PostgresStore(database, [], new PostgresOptions(), extension: null);
            return store.Describe(tenant: null);
        }), cancellationToken);
    }

    /// <summary>The identity of the embedder a memory was made with, or null where no memory has been made yet. Never writes.</summary>
    /// <exception cref="InvalidInputException">The server cannot be reached, or what is there is damaged.</exception>
    public static Task<string?> FindEmbedderAsync(string address, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return Task.Run(() => With(address, database =>
        {
            using var connection = database.Connect();
            return !PostgresSchema.Exists(connection, database) ? null
                : connection.Rows($"SELECT embedder FROM {database.Schema}.memory", reader => reader.GetString(0)) is [var embedder] ? embedder : null;
        }), cancellationToken);
    }

    private static T With<T>(string address, Func<PostgresDatabase, T> action)
    {
        using var database = new PostgresDatabase(PostgresAddress.Parse(address), retries: 0);
        return database.Guard(() => action(database));
    }

    private static Memory Open(PostgresAddress address, IEmbedder embedder, PostgresOptions options)
    {
        HoldOptions(options);
        var database = new PostgresDatabase(address, options.Retries);
        try
        {
            return database.Guard(() =>
            {
                var extension = options.Search == VectorSearch.Server ? Required(database, embedder) : null; // before anything is made
                var made = options.Memory.Create && PostgresSchema.Create(database, embedder, options.Memory.TimeProvider.GetUtcNow());
                PostgresSchema.Hold(database);
                var store = new PostgresStore(database, embedder.Parts, options, Searching(database, embedder, options, made, extension));
                return new Memory(store, embedder, options.Memory);
            });
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>pgvector, where the server is told to search.</summary>
    private static PgVector Required(PostgresDatabase database, IEmbedder embedder)
    {
        if (!VectorTable.Fits(embedder.Parts))
            throw new InvalidInputException($"expected an embedder with one dense part and nothing else for a search by the server, found '{embedder.Identity}'. Search locally, which every embedder allows.");
        return PgVector.Find(database) ?? throw new InvalidInputException(
            $"expected the extension pgvector for a search by the server, found none in {database.Address.Name}. Install it there and run 'CREATE EXTENSION vector', or search locally.");
    }

    /// <summary>pgvector, if the server is to search, with everything made that it needs.</summary>
    private static PgVector? Searching(PostgresDatabase database, IEmbedder embedder, PostgresOptions options, bool made, PgVector? extension)
    {
        StoredSettings settings;
        using (var connection = database.Connect())
            settings = StoredSettings.Read(connection, database);
        EmbedderParts.Hold(database.Address.Name, settings.Memory, embedder);
        if (options.Search == VectorSearch.Auto && VectorTable.Fits(embedder.Parts) && (made || settings.VectorType is not null))
            extension = PgVector.Find(database);
        if (extension is not null && (settings.VectorType is null || (options.Index == VectorIndex.Hnsw && !VectorTable.HasGraph(database, settings.Memory.Generation))))
            VectorTable.Make(database, extension, embedder.Parts[0], options);
        return extension;
    }

    private static void HoldOptions(PostgresOptions options)
    {
        if (options.EfSearch is < 1 or > 1000)
            throw new InvalidInputException(FormattableString.Invariant($"expected EfSearch between 1 and 1000, found {options.EfSearch}."));
        if (options.Retries < 0 || options.WriterPatience <= TimeSpan.Zero)
            throw new InvalidInputException("expected Retries of 0 or more and a positive WriterPatience, found others.");
    }
}
