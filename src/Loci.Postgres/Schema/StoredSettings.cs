using System.Globalization;
using Loci.Memories.Storage;
using Npgsql;

namespace Loci.Postgres.Schema;

/// <summary>What a memory in a database says of itself.</summary>
/// <param name="Memory">What every store says.</param>
/// <param name="VectorType">The type of the server's table of vectors, <c>vector</c> or <c>halfvec</c>; null where there is none.</param>
internal sealed record StoredSettings(MemorySettings Memory, string? VectorType)
{
    /// <summary>Reads the settings as the connection's transaction sees them.</summary>
    /// <exception cref="InvalidInputException">They are missing or damaged.</exception>
    public static StoredSettings Read(NpgsqlConnection connection, PostgresDatabase database)
    {
        var rows = connection.Rows(
            $"SELECT id, embedder, parts, generation, created, revision, rewritten, pending, vectors FROM {database.Schema}.memory", Of);
        return rows is [{ } settings] ? settings : throw new InvalidInputException(
            $"The memory {database.Address.Name} is damaged: its settings cannot be read. Restore it from a backup.");
    }

    private static StoredSettings? Of(NpgsqlDataReader reader) =>
        !DateTimeOffset.TryParse(reader.GetString(4), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var created) ? null : new StoredSettings(
            new MemorySettings(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), created, reader.GetInt64(5), reader.GetInt64(6))
            {
                Pending = reader.IsDBNull(7) ? null : reader.GetString(7),
            },
            reader.IsDBNull(8) ? null : reader.GetString(8));
}
