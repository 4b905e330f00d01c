using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>Short ways to run statements.</summary>
internal static class SqliteExtensions
{
    /// <summary>Makes a command; the caller disposes it.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is made of constants of this folder and of numbers
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    /// <summary>Runs a statement.</summary>
    public static void Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = connection.Command(sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a query for one number; 0 if it has no row.</summary>
    public static long Number(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = connection.Command(sql, values);
        return Convert.ToInt64(command.ExecuteScalar() ?? 0L, CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a prepared statement with these values; gives the number of rows it changed.</summary>
    public static int Run(this SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values) => command.With(values).ExecuteNonQuery();

    /// <summary>Runs a prepared query for one number with these values; null if it has no row or the number is NULL.</summary>
    public static long? Ask(this SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values) => command.With(values).ExecuteScalar() as long?;

    /// <summary>Gives a prepared statement its values.</summary>
    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i < command.Parameters.Count) command.Parameters[i].Value = values[i].Value; // always given in the same order
            else command.Parameters.AddWithValue(values[i].Name, values[i].Value);
        }
        return command;
    }
}
