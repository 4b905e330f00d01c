namespace Loci.Ingest;

/// <summary>Text as it is: prose, Markdown, source code. It claims nothing, and reads what no other format claims.</summary>
internal sealed class PlainTextFormat : IDocumentFormat
{
    private const int Largest = 256 << 20;

    public Recognition Recognise(string name, ReadOnlySpan<byte> head) => Recognition.None;

    public IEnumerable<DocumentEntry> Read(Stream content, string name, IngestOptions options, CancellationToken cancellationToken)
    {
        var bytes = BoundedContent.Read(content, name, Largest, "Split it, or give it as JSON Lines.", cancellationToken);
        var text = StrictUtf8.Decode(bytes.Span, name);
        if (text.Contains('\0', StringComparison.Ordinal)) throw new InvalidInputException($"{name}: expected text, found NUL bytes: this looks like a binary file.");
        yield return new DocumentEntry(null, text);
    }
}
