using System.Globalization;
using System.Text;

namespace Loci.Memories;

/// <summary>Makes sure that a memory has one writer. The operating system lets go of the file when the process ends, however it ends.</summary>
internal sealed class WriterLock : IDisposable
{
    // On Unix only FileShare.None excludes other writers, and it does not keep anyone from reading; on Windows it would.
    private static readonly FileShare Share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    private readonly FileStream _file;

    private WriterLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="InvalidInputException">Another writer has it; the message names the holder.</exception>
    public static WriterLock Take(MemoryFolder folder, TimeProvider time)
    {
        FileStream file;
        try
        {
            file = new FileStream(folder.WriterLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, Share);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"The memory {folder.Path} cannot be written: {e.Message} Give yourself write permission, or use a copy.", e);
        }
        catch (IOException e)
        {
            throw new InvalidInputException(
                $"The memory {folder.Path} has a writer already: {Holder(folder.WriterLock)}. Wait until it has finished, or end it; reading is possible meanwhile.", e);
        }
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"process {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z")));
        file.Flush();
        return new WriterLock(file);
    }

    /// <summary>Lets go. The file stays: deleting it could take it from under the next holder.</summary>
    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            var text = reader.ReadToEnd();
            return text.Length > 0 ? text : "a process that did not say its name";
        }
        catch (IOException)
        {
            return "a process that could not be read";
        }
    }
}
