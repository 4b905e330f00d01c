using System.Data.Common;
using System.Text.RegularExpressions;
using Npgsql;

namespace Loci.Postgres.Addressing;

/// <summary>
/// Which memory of which database: from <c>postgres://user:password@host:port/database?memory=name</c> or from an Npgsql connection string with one more key, Memory.
/// Passwords stay out of everything that is shown.
/// </summary>
internal sealed partial class PostgresAddress
{
    /// <summary>The name of a memory that was given none.</summary>
    public const string DefaultMemory = "default";

    private PostgresAddress(NpgsqlConnectionStringBuilder settings, string memory)
    {
        if (!MemoryNames().IsMatch(memory))
            throw new InvalidInputException($"expected a name of a memory of lower-case letters, digits and underscores, at most 50, found '{memory}'. Name it otherwise.");
        settings.ApplicationName ??= FormattableString.Invariant($"loci, process {Environment.ProcessId} on {Environment.MachineName}"); // by which waiting writers know this one
        settings.NoResetOnClose = true; // nothing is left on a connection, and servers that share a session among connections must not lose it
        settings.Enlist = false;
        ConnectionString = settings.ConnectionString;
        Memory = memory;
        Name = $"postgres://{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}?memory={memory}";
    }

    /// <summary>For Npgsql; holds the password.</summary>
    public string ConnectionString { get; }

    /// <summary>The name of the memory.</summary>
    public string Memory { get; }

    /// <summary>What messages call it; without the user and the password.</summary>
    public string Name { get; }

    /// <summary>The schema of its tables, without quotes.</summary>
    public string Schema => "loci_" + Memory;

    /// <summary>Whether a text is the address of a database rather than a folder.</summary>
    public static bool IsAddress(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address.</summary>
    /// <exception cref="InvalidInputException">It is none; the message does not repeat it.</exception>
    public static PostgresAddress Parse(string text)
    {
        try
        {
            return IsAddress(text) ? PostgresUrl.Parse(text, (settings, memory) => new PostgresAddress(settings, memory)) : FromKeys(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
#pragma warning disable MA0054 // the exception may quote a value, and the value may be a password
            throw new InvalidInputException("expected postgres://user:password@host:port/database?memory=name or an Npgsql connection string, found neither. Check it for a mistyped key, and write"
                + " characters such as @ and / of a password as %40 and %2F in a URL.");
#pragma warning restore MA0054
        }
    }

    private static PostgresAddress FromKeys(string text)
    {
        var all = new DbConnectionStringBuilder { ConnectionString = text };
        var memory = all.TryGetValue("Memory", out var name) ? (string)name : DefaultMemory;
        all.Remove("Memory");
        var settings = new NpgsqlConnectionStringBuilder(all.ConnectionString);
        return settings.Host is null ? throw new FormatException("There is no host.") : new PostgresAddress(settings, memory);
    }

    [GeneratedRegex("^[a-z0-9_]{1,50}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MemoryNames();
}
