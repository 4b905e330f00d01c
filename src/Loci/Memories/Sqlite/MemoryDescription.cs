using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>Reads what a memory says of itself.</summary>
internal static class MemoryDescription
{
    /// <summary>Describes a memory as the connection's transaction sees it: one tenant's part, or all of it where none is named.</summary>
    public static MemoryInfo Of(SqliteConnection connection, MemoryFolder folder, string? tenant)
    {
        var settings = MemorySchema.Settings(connection, folder);
        var one = tenant is null ? "" : " WHERE tenant = (SELECT id FROM tenants WHERE name = $tenant)";
        long Count(string sql) => connection.Number(sql + one, ("$tenant", tenant ?? ""));
        var documents = Count("SELECT count(*) FROM documents");
        return new MemoryInfo(
            folder.Path, documents, Count("SELECT count(*) FROM chunks"), Count("SELECT coalesce(sum(bytes), 0) FROM documents"),
            folder.StoredBytes(), settings.Embedder, settings.Created, settings.Revision)
        {
            Sources = documents + Count("SELECT count(*) FROM copies"),
            NearDuplicates = Count("SELECT count(*) FROM duplicates JOIN documents ON documents.id = duplicates.document"),
            Tokens = Count("SELECT coalesce(sum(tokens), 0) FROM chunks"),
            Tenants = [.. Tenants(connection).Where(info => tenant is null || info.Name == tenant)],
            ReEmbeddingTo = settings.Pending,
        };
    }

    private static List<TenantInfo> Tenants(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT name, (SELECT count(*) FROM documents WHERE tenant = tenants.id) AS held,"
            + " (SELECT count(*) FROM chunks WHERE tenant = tenants.id) FROM tenants WHERE held > 0 ORDER BY name");
        using var reader = command.ExecuteReader();
        var tenants = new List<TenantInfo>();
        while (reader.Read())
            tenants.Add(new TenantInfo(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        return tenants;
    }
}
