using System.Globalization;
using Loci.Embedding;
using Loci.Memories.Storage;
using Npgsql;

namespace Loci.Postgres.Schema;

/// <summary>Makes the tables of a memory and brings those of an earlier version up to date; one process at a time, all or nothing.</summary>
internal static class PostgresSchema
{
    /// <summary>The table of a generation's features.</summary>
    public static string Features(this PostgresDatabase database, int generation) => string.Create(CultureInfo.InvariantCulture, $"{database.Schema}.features_{generation}");

    /// <summary>The server's table of a generation's vectors.</summary>
    public static string Vectors(this PostgresDatabase database, int generation) => string.Create(CultureInfo.InvariantCulture, $"{database.Schema}.vectors_{generation}");

    /// <summary>Whether the memory has been made.</summary>
    public static bool Exists(NpgsqlConnection connection, PostgresDatabase database) =>
        connection.Number("SELECT count(*) FROM pg_tables WHERE schemaname = $1 AND tablename = 'memory'", database.Address.Schema) > 0;

    /// <summary>Makes the memory where there is none; says whether it did.</summary>
    public static bool Create(PostgresDatabase database, IEmbedder embedder, DateTimeOffset now) => InTurn(database, connection =>
    {
        if (Exists(connection, database))
            return false;
        if (connection.Number("SELECT count(*) FROM pg_namespace WHERE nspname = $1", database.Address.Schema) == 0) // so that who may not make one can use one
            connection.Execute($"CREATE SCHEMA {database.Schema}");
        Migrate(connection, database, 0);
        connection.Execute(
            $"INSERT INTO {database.Schema}.memory(one, id, embedder, parts, generation, created, revision, rewritten, last_document, last_chunk) VALUES(1, $1, $2, $3, 1, $4, 0, 0, 0, 0)",
            Guid.NewGuid(), embedder.Identity, EmbedderParts.Write(embedder.Parts), now.ToString("O", CultureInfo.InvariantCulture));
        return true;
    });

    /// <summary>Brings a memory that exists up to date.</summary>
    /// <exception cref="InvalidInputException">There is none, or it is of a version that is not known.</exception>
    public static void Hold(PostgresDatabase database)
    {
        int version;
        using (var connection = database.Connect())
        {
            if (!Exists(connection, database))
                throw new InvalidInputException($"There is no memory at {database.Address.Name}. Check the name, or make the memory first by remembering something in it.");
            version = Version(connection, database);
        }
        if (version < Migrations.Version)
            InTurn(database, connection =>
            {
                Migrate(connection, database, Version(connection, database)); // another process may have done it meanwhile
                return true;
            });
    }

    private static int Version(NpgsqlConnection connection, PostgresDatabase database)
    {
        var version = connection.Number($"SELECT coalesce(max(version), 0) FROM {database.Schema}.versions");
        return version >= 1 && version <= Migrations.Version ? (int)version : throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
            $"The memory {database.Address.Name} has format {version}; this version of Loci reads formats 1 to {Migrations.Version}. Use the version that made it, or make the memory anew."));
    }

    private static void Migrate(NpgsqlConnection connection, PostgresDatabase database, int from)
    {
        for (var version = from; version < Migrations.Version; version++)
        {
            connection.ExecuteUnhurried(Migrations.Steps[version].Replace("{s}", database.Schema, StringComparison.Ordinal));
            connection.Execute($"INSERT INTO {database.Schema}.versions(version) VALUES($1)", version + 1);
        }
    }

    private static T InTurn<T>(PostgresDatabase database, Func<NpgsqlConnection, T> action)
    {
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction();
        connection.Execute("SELECT pg_advisory_xact_lock($1)", database.LockNumber);
        var result = action(connection);
        transaction.Commit();
        return result;
    }
}
