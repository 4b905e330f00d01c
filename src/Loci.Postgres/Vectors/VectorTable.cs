using System.Globalization;
using Loci.Embedding;
using Loci.Postgres.Schema;
using Loci.Postgres.Writing;
using Npgsql;

namespace Loci.Postgres.Vectors;

/// <summary>Makes the server's table of vectors and its graph. Both are derived: they can be dropped, and are made anew.</summary>
internal static class VectorTable
{
    private const int Page = 1000;

    /// <summary>Whether the server can hold the vectors of an embedder: it has one dense part and nothing else.</summary>
    public static bool Fits(IReadOnlyList<FeaturePart> parts) => parts is [{ Kind: FeatureKind.Dense }];

    /// <summary>Whether there is a graph over the vectors of a generation.</summary>
    public static bool HasGraph(PostgresDatabase database, int generation)
    {
        using var connection = database.Connect();
        return connection.Number("SELECT count(*) FROM pg_indexes WHERE schemaname = $1 AND indexname = $2", database.Address.Schema, Graph(generation)) > 0;
    }

    /// <summary>Makes what the options ask for and is not there yet, from the features of all chunks. Writers wait meanwhile; readers do not.</summary>
    /// <exception cref="InvalidInputException">pgvector takes no such vectors.</exception>
    public static void Make(PostgresDatabase database, PgVector extension, FeaturePart part, PostgresOptions options)
    {
        if (options.HalfPrecision && !extension.HasHalves)
            throw new InvalidInputException($"expected pgvector 0.7 or later for 16-bit vectors, found {extension.Release} in {database.Address.Name}. Update it, or do without HalfPrecision.");
        using var transaction = PostgresTransaction.Begin(database, options.WriterPatience);
        var settings = transaction.Settings;
        if (settings.VectorType is null)
        {
            settings = settings with { VectorType = options.HalfPrecision ? "halfvec" : "vector" };
            MakeTable(transaction.Connection, database, extension, settings, part.Dimensions);
        }
        if (options.Index == VectorIndex.Hnsw)
            MakeGraph(transaction.Connection, database, extension, settings, part.Dimensions);
        transaction.Connection.ExecuteUnhurried($"ANALYZE {database.Vectors(settings.Memory.Generation)}"); // the server follows a graph only if it knows that there are many vectors
        transaction.Commit();
    }

    private static void MakeTable(NpgsqlConnection connection, PostgresDatabase database, PgVector extension, StoredSettings settings, int dimensions)
    {
        var generation = settings.Memory.Generation;
        var table = database.Vectors(generation);
        connection.Execute(string.Create(CultureInfo.InvariantCulture,
            $"CREATE TABLE {table}(chunk bigint PRIMARY KEY REFERENCES {database.Schema}.chunks(id) ON DELETE CASCADE, tenant bigint NOT NULL, document bigint NOT NULL, vector {extension.Schema}.{settings.VectorType}({dimensions}) NOT NULL)"));
        connection.Execute($"CREATE INDEX ON {table}(tenant)");
        connection.Execute($"UPDATE {database.Schema}.memory SET vectors = $1", settings.VectorType!);
        var column = new VectorColumn(database, settings);
        var tenants = connection.Rows($"SELECT id FROM {database.Schema}.tenants", reader => reader.GetInt64(0));
        foreach (var tenant in tenants)
        {
            var last = 0L;
            for (var count = Page; count == Page;)
            {
                var rows = connection.Rows(
                    $"SELECT c.id, c.document, f.bytes FROM {database.Schema}.chunks AS c JOIN {database.Features(generation)} AS f ON f.chunk = c.id WHERE c.tenant = $1 AND c.id > $2 ORDER BY c.id LIMIT $3",
                    reader => (Id: reader.GetInt64(0), Document: reader.GetInt64(1), Features: reader.GetFieldValue<byte[]>(2)), tenant, last, Page);
                if (rows.Count > 0)
                    connection.ExecuteUnhurried(column.InsertSql, tenant, rows.Select(row => row.Id).ToArray(), rows.Select(row => row.Document).ToArray(), column.Values(rows.Select(row => row.Features)));
                (count, last) = (rows.Count, rows.Count > 0 ? rows[^1].Id : last);
            }
        }
    }

    private static void MakeGraph(NpgsqlConnection connection, PostgresDatabase database, PgVector extension, StoredSettings settings, int dimensions)
    {
        var most = settings.VectorType == "halfvec" ? 4000 : 2000;
        if (dimensions > most)
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"expected vectors of at most {most} dimensions for a graph over {settings.VectorType}, found an embedder with {dimensions}. Use the exact index{(most < 4000 ? ", or make the memory with HalfPrecision" : "")}."));
        var generation = settings.Memory.Generation;
        connection.ExecuteUnhurried(string.Create(CultureInfo.InvariantCulture,
            $"CREATE INDEX IF NOT EXISTS {Graph(generation)} ON {database.Vectors(generation)} USING hnsw (vector {extension.Schema}.{settings.VectorType}_ip_ops)"));
    }

    private static string Graph(int generation) => string.Create(CultureInfo.InvariantCulture, $"vectors_{generation}_graph");
}
