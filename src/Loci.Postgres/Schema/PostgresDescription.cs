using Loci.Memories;
using Npgsql;

namespace Loci.Postgres.Schema;

/// <summary>Reads what a memory says of itself.</summary>
internal static class PostgresDescription
{
    /// <summary>Describes a memory as the connection's transaction sees it: one tenant's part, or all of it where none is named.</summary>
    public static MemoryInfo Of(NpgsqlConnection connection, PostgresDatabase database, string? tenant)
    {
        var settings = StoredSettings.Read(connection, database).Memory;
        var schema = database.Schema;
        long Count(string what, string table, string where = "") => tenant is null
            ? connection.Number($"SELECT {what} FROM {schema}.{table} AS t{where}")
            : connection.Number($"SELECT {what} FROM {schema}.{table} AS t{where} WHERE tenant = (SELECT id FROM {schema}.tenants WHERE name = $1)", tenant);
        var documents = Count("count(*)", "documents");
        return new MemoryInfo(
            database.Address.Name, documents, Count("count(*)", "chunks"), Count("coalesce(sum(bytes), 0)", "documents"), StoredBytes(connection, database),
            settings.Embedder, settings.Created, settings.Revision)
        {
            Sources = documents + Count("count(*)", "copies"),
            NearDuplicates = Count("count(*)", "duplicates", $" JOIN {schema}.documents ON documents.id = t.document"),
            Tokens = Count("coalesce(sum(tokens), 0)", "chunks"),
            Tenants = [.. Tenants(connection, schema).Where(info => tenant is null || info.Name == tenant)],
            ReEmbeddingTo = settings.Pending,
        };
    }

    private static long StoredBytes(NpgsqlConnection connection, PostgresDatabase database) => connection.Number(
        "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'",
        database.Address.Schema);

    private static List<TenantInfo> Tenants(NpgsqlConnection connection, string schema) => connection.Rows(
        $"SELECT t.name, d.held, coalesce(c.held, 0) FROM {schema}.tenants AS t JOIN (SELECT tenant, count(*) AS held FROM {schema}.documents GROUP BY tenant) AS d ON d.tenant = t.id"
        + $" LEFT JOIN (SELECT tenant, count(*) AS held FROM {schema}.chunks GROUP BY tenant) AS c ON c.tenant = t.id ORDER BY t.name COLLATE \"C\"",
        reader => new TenantInfo(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
}
