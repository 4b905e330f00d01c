using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loci.Embedding;
using Microsoft.Data.Sqlite;

namespace Loci.Memories;

/// <summary>The tables of a memory, format version 1. Texts of chunks are UTF-8 bytes, so that every character survives, NUL included.</summary>
internal static class MemorySchema
{
    /// <summary>"Loci" in ASCII, in the database header.</summary>
    public const int ApplicationId = 0x4C6F6369;

    /// <summary>The format written and read.</summary>
    public const int Version = 1;

    private const string Tables = """
        CREATE TABLE memory(
            one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, embedder TEXT NOT NULL, parts TEXT NOT NULL, created TEXT NOT NULL,
            revision INTEGER NOT NULL, rewritten INTEGER NOT NULL) STRICT;
        CREATE TABLE documents(
            id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, hash BLOB NOT NULL UNIQUE, meta TEXT NOT NULL, bytes INTEGER NOT NULL,
            checksum INTEGER NOT NULL) STRICT;
        CREATE TABLE chunks(
            id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
            text BLOB NOT NULL, tokens INTEGER NOT NULL, features BLOB NOT NULL, checksum INTEGER NOT NULL, UNIQUE(document, ordinal)) STRICT;
        """;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The parts of an embedder as they are recorded.</summary>
    public static string Describe(IReadOnlyList<FeaturePart> parts) => JsonSerializer.Serialize(parts, Json);

    /// <summary>Makes the tables; all or nothing.</summary>
    public static void Create(SqliteConnection connection, IEmbedder embedder, DateTimeOffset now)
    {
        connection.Execute("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction();
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"));
        connection.Execute(Tables);
        connection.Execute(
            "INSERT INTO memory VALUES(1, $id, $embedder, $parts, $created, 0, 0)",
            ("$id", Guid.NewGuid().ToString("D")), ("$embedder", embedder.Identity), ("$parts", Describe(embedder.Parts)),
            ("$created", now.ToString("O", CultureInfo.InvariantCulture)));
        transaction.Commit();
    }

    /// <summary>Whether the database has neither tables nor an owner: what is left when making it was cut off.</summary>
    public static bool IsEmpty(SqliteConnection connection) =>
        connection.Number("PRAGMA application_id") == 0 && connection.Number("SELECT count(*) FROM sqlite_schema") == 0;

    /// <summary>Throws unless the database is a memory of a format this version reads.</summary>
    public static void Hold(SqliteConnection connection, MemoryFolder folder)
    {
        if (connection.Number("PRAGMA application_id") != ApplicationId)
            throw new InvalidInputException($"{folder.Database} is a database, but not of a memory. Check the name of the memory.");
        var version = connection.Number("PRAGMA user_version");
        if (version != Version)
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"The memory {folder.Path} has format {version}; this version of Loci reads format {Version}. Use the version that made it, or make the memory anew."));
    }

    /// <summary>Reads the settings as the connection's transaction sees them.</summary>
    public static MemorySettings Settings(SqliteConnection connection, MemoryFolder folder)
    {
        using var command = connection.Command("SELECT id, embedder, parts, created, revision, rewritten FROM memory");
        using var reader = command.ExecuteReader();
        if (!reader.Read()
            || !Guid.TryParse(reader.GetString(0), out var id)
            || !DateTimeOffset.TryParse(reader.GetString(3), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var created))
            throw new InvalidInputException($"The memory {folder.Path} is damaged: its settings cannot be read. Restore it from a backup.");
        return new MemorySettings(id, reader.GetString(1), reader.GetString(2), created, reader.GetInt64(4), reader.GetInt64(5));
    }
}
