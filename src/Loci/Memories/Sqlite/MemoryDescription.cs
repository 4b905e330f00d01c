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
        var (documents, chunks) = (Count("SELECT count(*) FROM documents"), Count("SELECT count(*) FROM chunks"));
        if (documents != Count("SELECT count(*) FROM documents NOT INDEXED") || chunks != Count("SELECT count(*) FROM chunks NOT INDEXED"))
            throw Disagreement(folder.Path);
        return new MemoryInfo(
            folder.Path, documents, chunks, Count("SELECT coalesce(sum(bytes), 0) FROM documents"),
            folder.StoredBytes(), settings.Embedder, settings.Created, settings.Revision)
        {
            Sources = documents + Count("SELECT count(*) FROM copies"),
            NearDuplicates = Count("SELECT count(*) FROM duplicates JOIN documents ON documents.id = duplicates.document"),
            Tokens = Count("SELECT coalesce(sum(tokens), 0) FROM chunks"),
            Tenants = [.. Tenants(connection).Where(info => tenant is null || info.Name == tenant)],
            ReEmbeddingTo = settings.Pending,
        };
    }

    /// <summary>The error of an index of the database that does not hold the rows of its table.</summary>
    public static InvalidInputException Disagreement(string folder) =>
        new($"The memory {folder} is damaged: an index of memory.db does not hold the rows of its table. Restore the memory from a backup.");

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
