using Loci.Postgres.Schema;
using Npgsql;

namespace Loci.Postgres.Vectors;

/// <summary>The extension pgvector, as a database has it. Names are written with its schema, so that no search path has to be set.</summary>
/// <param name="Schema">The schema of its types and operators, in quotes.</param>
/// <param name="Release">Its version.</param>
internal sealed record PgVector(string Schema, Version Release)
{
    private static readonly Version Halves = new(0, 7);
    private static readonly Version Iterating = new(0, 8);

    /// <summary>Whether it has vectors of 16-bit numbers.</summary>
    public bool HasHalves => Release >= Halves;

    /// <summary>Whether a search of a graph goes on until it has found as many as were asked for, whatever a filter leaves out.</summary>
    public bool Iterates => Release >= Iterating;

    /// <summary>The operator of the negative inner product.</summary>
    public string NegativeInner => $"OPERATOR({Schema}.<#>)";

    /// <summary>Finds the extension, or makes it where the server has it and lets the user; null where neither is so.</summary>
    public static PgVector? Find(PostgresDatabase database)
    {
        PgVector? found;
        using (var connection = database.Connect())
            found = Installed(connection) ?? Install(connection);
        if (found is not null)
            database.LearnVectors();
        return found;
    }

    private static PgVector? Install(NpgsqlConnection connection)
    {
        if (connection.Number("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'") == 0)
            return null;
        try
        {
            connection.Execute("CREATE EXTENSION IF NOT EXISTS vector");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UniqueViolation)
        {
            // The user may not make it, or another process has made it at this very moment: what is there now counts.
        }
        return Installed(connection);
    }

    private static PgVector? Installed(NpgsqlConnection connection)
    {
        var rows = connection.Rows(
            "SELECT quote_ident(n.nspname), e.extversion FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'vector'",
            reader => (reader.GetString(0), reader.GetString(1)));
        return rows is [var (schema, version)] && Version.TryParse(version, out var release) ? new PgVector(schema, release) : null;
    }
}
