namespace Loci.Formats.Tables;

/// <summary>Content that can be sought in: as it is where it lies on a disk uncompressed, else in a temporary file that nobody else can read and that is gone afterwards.</summary>
internal sealed class SeekableContent : IDisposable
{
    private const long Largest = 16L << 30;

    private readonly bool _isCopy;

    private SeekableContent(Stream stream, bool isCopy) => (Stream, _isCopy) = (stream, isCopy);

    /// <summary>The content.</summary>
    public Stream Stream { get; }

    /// <summary>Makes content seekable.</summary>
    /// <exception cref="InvalidInputException">There are more than 16 GiB to copy.</exception>
    public static SeekableContent Of(Stream content, string name, CancellationToken cancellationToken)
    {
        if (content.CanSeek) return new SeekableContent(content, isCopy: false);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var copy = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        try
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copy.Write(buffer, 0, read);
                if (copy.Length > Largest) throw new InvalidInputException($"{name}: expected a table of at most {Largest >> 30} GiB, found a larger one. Give it as a file that is not compressed as a whole.");
            }
            copy.Position = 0;
            return new SeekableContent(copy, isCopy: true);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Deletes a copy; the content itself is its owner's.</summary>
    public void Dispose()
    {
        if (_isCopy) Stream.Dispose();
    }
}
