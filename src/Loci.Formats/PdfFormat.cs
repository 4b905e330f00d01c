using Loci.Formats.Pdf;
using Loci.Ingest;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Loci.Formats;

/// <summary>
/// PDF: the text of the pages in reading order, a blank line between paragraphs and pages; title and author go into the metadata. A file that needs
/// a password, or that holds pictures of text and no text, is refused as such. Read by PdfPig.
/// </summary>
public sealed class PdfFormat : IDocumentFormat
{
    private const int Largest = 256 << 20;
    private const int DeepestNesting = 256;
    private const int WithinFirst = 1024; // where the signature may be, by Adobe's own readers
    private const string What = "a PDF";

    /// <inheritdoc/>
    public Recognition Recognise(string name, ReadOnlySpan<byte> head) =>
        head[..Math.Min(WithinFirst, head.Length)].IndexOf("%PDF-"u8) is var at && (at == 0 || at > 0 && EndsAsPdf(name)) ? Recognition.ByContent
        : EndsAsPdf(name) ? Recognition.ByName
        : Recognition.None;

    /// <inheritdoc/>
    public IEnumerable<DocumentEntry> Read(Stream content, string name, IngestOptions options, CancellationToken cancellationToken)
    {
        var bytes = BoundedContent.Read(content, name, Largest, "Split it, or save it as text.", cancellationToken);
        yield return DamagedContent.Guard(name, What, () => Parse(bytes, name, cancellationToken));
    }

    private static DocumentEntry Parse(ReadOnlyMemory<byte> bytes, string name, CancellationToken cancellationToken)
    {
        using var document = Open(bytes, name);
        var text = PdfText.Of(document, cancellationToken);
        if (string.IsNullOrWhiteSpace(text))
            throw new InvalidInputException($"{name}: expected a PDF with text, found {document.NumberOfPages} pages without any: they may be scanned. Recognise their text first.");
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.Information.Title is { Length: > 0 } title) meta["title"] = title;
        if (document.Information.Author is { Length: > 0 } author) meta["author"] = author;
        return new DocumentEntry(null, text, meta.Count == 0 ? null : meta);
    }

    private static PdfDocument Open(ReadOnlyMemory<byte> bytes, string name)
    {
        try
        {
            return PdfDocument.Open(bytes, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, UseActualText = true, MaxStackDepth = DeepestNesting });
        }
        catch (PdfDocumentEncryptedException e)
        {
            throw new InvalidInputException($"{name}: expected a PDF that can be read, found one that needs a password. Save it without.", e);
        }
    }

    private static bool EndsAsPdf(string name) => name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase);
}
