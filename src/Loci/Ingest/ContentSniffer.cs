namespace Loci.Ingest;

/// <summary>Tells what decompressed content is by its beginning.</summary>
internal static class ContentSniffer
{
    /// <summary>Whether it is no text: a zero byte at the beginning, as git tells it, or a PDF.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> head) => head.Contains((byte)0) || head.StartsWith("%PDF-"u8);

    /// <summary>The name of a file without the ending of a compression.</summary>
    public static string Uncompressed(string name) => Path.GetExtension(name).ToLowerInvariant() is ".gz" or ".zst" ? Path.GetFileNameWithoutExtension(name) : Path.GetFileName(name);

    /// <summary>The format that is surest of a file; null where none knows it.</summary>
    public static IDocumentFormat? Format(IReadOnlyList<IDocumentFormat> formats, string name, ReadOnlySpan<byte> head)
    {
        var (best, sure) = ((IDocumentFormat?)null, Recognition.None);
        foreach (var format in formats)
            if (format.Recognise(name, head) is var recognition && recognition > sure) (best, sure) = (format, recognition);
        return best;
    }
}
