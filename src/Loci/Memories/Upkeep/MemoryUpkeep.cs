using Loci.Embedding;
using Loci.Memories.Sqlite;

namespace Loci.Memories.Upkeep;

/// <summary>
/// Looks after the memory of a folder. Everything that writes takes the writer's place, so that another writer is refused meanwhile; reading goes on.
/// Each of these may be cancelled or killed at any moment and leaves a sound memory: the old one, or the new one where it had finished.
/// </summary>
public static class MemoryUpkeep
{
    /// <summary>
    /// Reads everything and holds it against every checksum, SQLite's own rules, and the rules between tables; holds the stored search index against one made
    /// anew. Never writes.
    /// </summary>
    /// <exception cref="InvalidInputException">There is no memory, or it is too damaged to be opened.</exception>
    public static Task<CheckResult> CheckAsync(string path, IProgress<UpkeepProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(path, database => new DeepCheck(database, progress, cancellationToken).Run(), cancellationToken);

    /// <summary>Gives back the space of what was forgotten and puts everything in order. Needs as much free space again as the memory takes.</summary>
    /// <exception cref="InvalidInputException">There is no memory, another process is writing, or the disk is full.</exception>
    public static Task<CompactResult> CompactAsync(string path, IProgress<UpkeepProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(path, database => Compaction.Run(database, progress), cancellationToken);

    /// <summary>Copies a memory as it is at this moment into a new folder and checks the copy; writing and reading go on meanwhile. Derived files are left out.</summary>
    /// <exception cref="InvalidInputException">There is no memory, the destination holds something, or the copy does not pass the check.</exception>
    public static Task<CheckResult> BackupAsync(
        string path, string destination, IProgress<UpkeepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(destination);
        return Run(path, database => MemoryCopy.Backup(database, new MemoryFolder(destination), progress, cancellationToken), cancellationToken);
    }

    /// <summary>Puts a backup, once it has passed the check, in the place of a memory, at once or not at all.</summary>
    /// <param name="backup">The folder of the backup.</param>
    /// <param name="path">Where the memory is to lie.</param>
    /// <param name="overwrite">Whether a memory that is there already is replaced.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellationToken">Gives up; the memory that was there stays.</param>
    /// <exception cref="InvalidInputException">The backup does not pass the check, or something is in the way.</exception>
    public static Task<CheckResult> RestoreAsync(
        string backup, string path, bool overwrite = false, IProgress<UpkeepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Run(backup, database => MemoryCopy.Restore(database, new MemoryFolder(path), overwrite, progress, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Embeds every chunk anew with another embedder. The old features serve until all are there, and then the new ones take their place at once. What was
    /// done before an interruption is not done again.
    /// </summary>
    /// <param name="path">The memory's folder.</param>
    /// <param name="embedder">The embedder it is turned over to; stays the caller's.</param>
    /// <param name="restart">Whether a re-embedding that was begun towards a third embedder is dropped rather than an error.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops after a batch; what was done stays done.</param>
    /// <returns>How many chunks were embedded in this run; 0 also where the memory has this embedder already.</returns>
    /// <exception cref="InvalidInputException">There is no memory, another process is writing, or another re-embedding was begun.</exception>
    public static Task<long> ReEmbedAsync(
        string path, IEmbedder embedder, bool restart = false, IProgress<UpkeepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        return Run(path, database => new ReEmbedding(database, embedder, progress).Run(restart, cancellationToken), cancellationToken);
    }

    private static Task<T> Run<T>(string path, Func<MemoryDatabase, T> action, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Task.Run(() =>
        {
            using var database = MemoryDatabase.Open(new MemoryFolder(path), TimeProvider.System);
            return database.Guard(() => action(database));
        }, cancellationToken);
    }
}
