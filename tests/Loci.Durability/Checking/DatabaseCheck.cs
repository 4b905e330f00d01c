using Loci.Durability.Working;
using Microsoft.Data.Sqlite;

namespace Loci.Durability.Checking;

/// <summary>SQLite's own checks of a memory's database, past the library: every page, index and reference; then the library's deep check, where it has one.</summary>
internal static class DatabaseCheck
{
    /// <summary>What is wrong with the database; nothing where it is sound.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string folder, CancellationToken stop = default) => [.. Sqlite(folder), .. await Upkeep.CheckAsync(folder, stop)];

    private static IReadOnlyList<string> Sqlite(string folder)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(folder, "memory.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false,
            }.ToString());
            connection.Open();
            return [.. Rows(connection, "PRAGMA integrity_check").Where(row => row != "ok"), .. Rows(connection, "PRAGMA foreign_key_check")];
        }
        catch (SqliteException error)
        {
            return [error.Message];
        }
    }

    private static List<string> Rows(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of two constants
        command.CommandText = pragma;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return rows;
    }
}
