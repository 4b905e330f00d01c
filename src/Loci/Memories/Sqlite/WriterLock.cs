using System.Globalization;

namespace Loci.Memories.Sqlite;

/// <summary>Makes sure that a memory has one writer. The operating system lets go of the file when the process ends, however it ends.</summary>
internal sealed class WriterLock : IDisposable
{
    private readonly FileStream _file;

    private WriterLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="InvalidInputException">Another writer has it; the message names the holder.</exception>
    public static WriterLock Take(MemoryFolder folder, TimeProvider time)
    {
        FileStream file;
        try
        {
            file = new FileStream(folder.WriterLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new InvalidInputException(
                $"The memory {folder.Path} has a writer already: {Holder(folder.WriterName)}. Wait until it has finished, or end it; reading is possible meanwhile.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The memory {folder.Path} cannot be written: {e.Message} Check the disk and your permissions, or use a copy.", e);
        }
        try
        {
            File.WriteAllText(folder.WriterName, string.Create(CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The name is a courtesy; the lock holds without it.
        }
        return new WriterLock(file);
    }

    /// <summary>Lets go. The file stays: deleting it could take it from under the next holder.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string Holder(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return text.Length > 0 ? text : "a process that did not say its name";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "a process that could not be read";
        }
    }
}
