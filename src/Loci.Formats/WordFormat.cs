using DocumentFormat.OpenXml.Packaging;
using Loci.Formats.Word;
using Loci.Ingest;

namespace Loci.Formats;

/// <summary>
/// Word documents (.docx and its kin): paragraphs, headings, lists and tables of the body, set as in Markdown, as a reader sees them with all changes
/// accepted; title and author go into the metadata. Read by the Open XML SDK part by part, never as a tree, after the archive's own directory has
/// been held to limits, so that a file that unpacks to gigabytes is refused before it does.
/// </summary>
public sealed class WordFormat : IDocumentFormat
{
    private const int Largest = 256 << 20;
    private const string What = "a Word document";

    private static readonly string[] Endings = [".docx", ".docm", ".dotx", ".dotm"];

    /// <inheritdoc/>
    public Recognition Recognise(string name, ReadOnlySpan<byte> head)
    {
        if (WordPackage.IsArchive(head) && (head.IndexOf("word/document.xml"u8) >= 0 || head.IndexOf("word/_rels/"u8) >= 0)) return Recognition.ByContent;
        return Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !name.StartsWith("~$", StringComparison.Ordinal) // those are Word's notes on who has a file open
            ? Recognition.ByName
            : Recognition.None;
    }

    /// <inheritdoc/>
    public IEnumerable<DocumentEntry> Read(Stream content, string name, IngestOptions options, CancellationToken cancellationToken)
    {
        var bytes = BoundedContent.Read(content, name, Largest, "Leave out its pictures, or save it as text.", cancellationToken);
        WordPackage.Require(bytes, name);
        yield return DamagedContent.Guard(name, What, () => Parse(bytes, cancellationToken));
    }

    private static DocumentEntry Parse(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var stream = ContentStream.Over(bytes);
        using var document = WordprocessingDocument.Open(stream, isEditable: false, new OpenSettings { AutoSave = false, MaxCharactersInPart = WordPart.LargestCharacters });
        var main = document.MainDocumentPart ?? throw new InvalidDataException("it has no main part");
        var text = new WordText(WordStyles.Read(main, cancellationToken), cancellationToken).Read(main);
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.PackageProperties.Title is { Length: > 0 } title) meta["title"] = title;
        if (document.PackageProperties.Creator is { Length: > 0 } author) meta["author"] = author;
        return new DocumentEntry(null, text, meta.Count == 0 ? null : meta);
    }
}
