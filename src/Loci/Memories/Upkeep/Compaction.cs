using System.Globalization;
using Loci.Memories.Sqlite;

namespace Loci.Memories.Upkeep;

/// <summary>Gives back the space of what was forgotten.</summary>
internal static class Compaction
{
    /// <summary>Compacts a memory.</summary>
    public static CompactResult Run(MemoryDatabase database, IProgress<UpkeepProgress>? progress)
    {
        var before = database.Folder.StoredBytes();
        progress?.Report(new UpkeepProgress("compacting", 0, 0));
        using (var writer = new MemoryWriter(database, TimeProvider.System))
        {
            DropNotes(writer, database.Folder);
            writer.Connection.Execute("VACUUM");
            writer.Connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        return new CompactResult(before, database.Folder.StoredBytes());
    }

    /// <summary>Drops what only indexes from before need, and features that no embedder leads to any more.</summary>
    private static void DropNotes(MemoryWriter writer, MemoryFolder folder)
    {
        using var transaction = writer.Connection.BeginTransaction();
        var settings = MemorySchema.Settings(writer.Connection, folder);
        if (writer.Connection.Number("SELECT count(*) FROM removals") > 0)
            writer.Connection.Execute("DELETE FROM removals; UPDATE memory SET rewritten = revision");
        foreach (var table in MemorySchema.FeatureTables(writer.Connection))
        {
            var isNext = settings.Pending is not null && table == MemorySchema.Features(settings.Generation + 1);
            if (table != MemorySchema.Features(settings.Generation) && !isNext)
                writer.Connection.Execute(string.Create(CultureInfo.InvariantCulture, $"DROP TABLE \"{table}\""));
        }
        transaction.Commit();
    }
}
