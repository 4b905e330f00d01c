using System.Globalization;
using Loci.Embedding;
using Loci.Memories.Storage;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>
/// The tables of a memory, format version 2. Texts of chunks are UTF-8 bytes, so that every character survives, NUL included. Features lie in a table of
/// their own, one for each generation of embedder, so that a re-embedding can be made beside the old features and take their place at once.
/// </summary>
internal static class MemorySchema
{
    /// <summary>"Loci" in ASCII, in the database header.</summary>
    public const int ApplicationId = 0x4C6F6369;

    /// <summary>The format written and read.</summary>
    public const int Version = 2;

    /// <summary>Everything but the features.</summary>
    private const string Tables = """
        CREATE TABLE memory(
            one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, embedder TEXT NOT NULL, parts TEXT NOT NULL, generation INTEGER NOT NULL,
            created TEXT NOT NULL, revision INTEGER NOT NULL, rewritten INTEGER NOT NULL, pending TEXT, pending_parts TEXT) STRICT;
        CREATE TABLE tenants(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE documents(
            id INTEGER PRIMARY KEY AUTOINCREMENT, tenant INTEGER NOT NULL REFERENCES tenants(id), source TEXT NOT NULL, hash BLOB NOT NULL, meta TEXT NOT NULL,
            bytes INTEGER NOT NULL, added INTEGER NOT NULL, checksum INTEGER NOT NULL, UNIQUE(tenant, hash)) STRICT;
        CREATE INDEX documents_by_source ON documents(tenant, source);
        CREATE TABLE copies(
            tenant INTEGER NOT NULL, source TEXT NOT NULL, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
            PRIMARY KEY(tenant, source, document)) STRICT, WITHOUT ROWID;
        CREATE INDEX copies_by_document ON copies(document);
        CREATE TABLE duplicates(
            document INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
            original INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, similarity REAL NOT NULL) STRICT;
        CREATE INDEX duplicates_by_original ON duplicates(original);
        CREATE TABLE signatures(document INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE, minhash BLOB NOT NULL) STRICT;
        CREATE TABLE bands(
            key INTEGER NOT NULL, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, PRIMARY KEY(key, document)) STRICT, WITHOUT ROWID;
        CREATE INDEX bands_by_document ON bands(document);
        CREATE TABLE removals(chunk INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, revision INTEGER NOT NULL) STRICT;
        CREATE INDEX removals_by_revision ON removals(tenant, revision);
        CREATE TABLE chunks(
            id INTEGER PRIMARY KEY AUTOINCREMENT, tenant INTEGER NOT NULL, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL, text BLOB NOT NULL, tokens INTEGER NOT NULL, checksum INTEGER NOT NULL, UNIQUE(document, ordinal)) STRICT;
        CREATE INDEX chunks_by_tenant ON chunks(tenant, id);
        """;

    /// <summary>The table of a generation's features.</summary>
    public static string Features(int generation) => string.Create(CultureInfo.InvariantCulture, $"features_{generation}");

    /// <summary>Makes the tables; all or nothing.</summary>
    public static void Create(SqliteConnection connection, IEmbedder embedder, DateTimeOffset now)
    {
        connection.Execute("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL"); // features of some thousand bytes waste most of a smaller page
        using var transaction = connection.BeginTransaction();
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"));
        connection.Execute(Tables);
        CreateFeatures(connection, 1);
        connection.Execute(
            "INSERT INTO memory VALUES(1, $id, $embedder, $parts, 1, $created, 0, 0, NULL, NULL)",
            ("$id", Guid.NewGuid().ToString("D")), ("$embedder", embedder.Identity), ("$parts", EmbedderParts.Write(embedder.Parts)),
            ("$created", now.ToString("O", CultureInfo.InvariantCulture)));
        transaction.Commit();
    }

    /// <summary>Makes the tables beside those of an older format.</summary>
    public static void CreateTables(SqliteConnection connection) => connection.Execute(Tables);

    /// <summary>Makes the table of a generation's features, where it is not there yet.</summary>
    public static void CreateFeatures(SqliteConnection connection, int generation) => connection.Execute(
        $"CREATE TABLE IF NOT EXISTS {Features(generation)}(chunk INTEGER PRIMARY KEY REFERENCES chunks(id) ON DELETE CASCADE, bytes BLOB NOT NULL, checksum INTEGER NOT NULL) STRICT");

    /// <summary>All tables of features, those that are no longer or not yet in force included.</summary>
    public static IReadOnlyList<string> FeatureTables(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'features_[0-9]*'");
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
            tables.Add(reader.GetString(0));
        return tables;
    }

    /// <summary>Whether the database has neither tables nor an owner: what is left when making it was cut off.</summary>
    public static bool IsEmpty(SqliteConnection connection) =>
        connection.Number("PRAGMA application_id") == 0 && connection.Number("SELECT count(*) FROM sqlite_schema") == 0;

    /// <summary>The format of the database: <see cref="Version"/>, or an older one that can be brought up to it.</summary>
    /// <exception cref="InvalidInputException">It is no memory, or of a format that this version does not know.</exception>
    public static int Format(SqliteConnection connection, MemoryFolder folder)
    {
        if (connection.Number("PRAGMA application_id") != ApplicationId)
            throw new InvalidInputException($"{folder.Database} is a database, but not of a memory. Check the name of the memory.");
        var version = connection.Number("PRAGMA user_version");
        return version is >= 1 and <= Version ? (int)version : throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
            $"The memory {folder.Path} has format {version}; this version of Loci reads formats 1 to {Version}. Use the version that made it, or make the memory anew."));
    }

    /// <summary>Reads the settings as the connection's transaction sees them.</summary>
    public static MemorySettings Settings(SqliteConnection connection, MemoryFolder folder) => new StoredRows(folder.Path, [], 0).Read(() =>
    {
        using var command = connection.Command("SELECT id, embedder, parts, generation, created, revision, rewritten, pending FROM memory");
        using var reader = command.ExecuteReader();
        if (!reader.Read()
            || !Guid.TryParse(reader.GetString(0), out var id)
            || !DateTimeOffset.TryParse(reader.GetString(4), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var created))
            throw new InvalidInputException($"The memory {folder.Path} is damaged: its settings cannot be read. Restore it from a backup.");
        return new MemorySettings(id, reader.GetString(1), reader.GetString(2), reader.GetInt32(3), created, reader.GetInt64(5), reader.GetInt64(6))
        {
            Pending = reader.IsDBNull(7) ? null : reader.GetString(7),
        };
    });
}
