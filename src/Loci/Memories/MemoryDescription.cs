namespace Loci.Memories;

/// <summary>Reads what a memory says of itself.</summary>
internal static class MemoryDescription
{
    /// <summary>Describes a memory as it is now.</summary>
    public static MemoryInfo Of(MemoryDatabase database) => database.Guard(() =>
    {
        using var connection = database.Read();
        using var transaction = connection.BeginTransaction(deferred: true);
        var settings = MemorySchema.Settings(connection, database.Folder);
        return new MemoryInfo(
            database.Folder.Path,
            connection.Number("SELECT count(*) FROM documents"),
            connection.Number("SELECT count(*) FROM chunks"),
            connection.Number("SELECT coalesce(sum(bytes), 0) FROM documents"),
            database.Folder.StoredBytes(),
            settings.Embedder,
            settings.Created,
            settings.Revision);
    });
}
