namespace Loci.Ingest;

/// <summary>Reads content whole where a format needs it whole, and no more of it than is sensible.</summary>
public static class BoundedContent
{
    private const int Piece = 1 << 16;

    /// <summary>All bytes from where the stream stands.</summary>
    /// <param name="content">What to read; memory grows with what is read, not with what a header says.</param>
    /// <param name="name">Named in errors.</param>
    /// <param name="largest">Bytes at most.</param>
    /// <param name="advice">What to do with a larger one, as a sentence.</param>
    /// <param name="cancellationToken">Checked between pieces.</param>
    /// <exception cref="InvalidInputException">There are more.</exception>
    public static ReadOnlyMemory<byte> Read(Stream content, string name, int largest, string advice, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var known = content.CanSeek ? content.Length - content.Position : 0;
        if (known > largest) throw TooLarge(name, largest, advice);
        var bytes = new MemoryStream((int)known);
        var buffer = new byte[Piece];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bytes.Write(buffer, 0, read);
            if (bytes.Length > largest) throw TooLarge(name, largest, advice);
        }
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static InvalidInputException TooLarge(string name, int largest, string advice) =>
        new($"{name}: expected a file of at most {largest >> 20} MiB, found a larger one. {advice}");
}
