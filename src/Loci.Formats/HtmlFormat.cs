using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using Loci.Formats.Html;
using Loci.Ingest;

namespace Loci.Formats;

/// <summary>
/// Web pages: the text that a reader sees, with headings, lists, tables and preformatted text set as in Markdown; title and author go into the
/// metadata. Scripts, styles, navigation, form controls and hidden elements are left out. Parsed by AngleSharp as browsers do, to a bounded depth.
/// </summary>
public sealed class HtmlFormat : IDocumentFormat
{
    private const int Largest = 64 << 20;
    private const int Deepest = 384;
    private const int Flattened = 512; // what lies deeper the parser hangs up here, but goes through all open elements for every tag
    private const int ElementsPerLook = 512;
    private const int Spare = 100_000;

    /// <summary>The attributes that are looked at; a start tag with a million others costs nothing.</summary>
    private static readonly string[] Needed = ["hidden", "start", "name", "content"];

    /// <inheritdoc/>
    public Recognition Recognise(string name, ReadOnlySpan<byte> head) =>
        IsPage(head) ? Recognition.ByContent
        : Path.GetExtension(name).ToLowerInvariant() is ".html" or ".htm" or ".xhtml" ? Recognition.ByName
        : Recognition.None;

    /// <inheritdoc/>
    public IEnumerable<DocumentEntry> Read(Stream content, string name, IngestOptions options, CancellationToken cancellationToken)
    {
        var bytes = BoundedContent.Read(content, name, Largest, "Split it, or save it as text.", cancellationToken);
        yield return DamagedContent.Guard(name, "a web page", () => Parse(HtmlCharset.Decode(bytes.Span, name), cancellationToken));
    }

    private static DocumentEntry Parse(string page, CancellationToken cancellationToken)
    {
        var elements = Spare + page.Length / 2; // a tag of an honest page takes more characters; only formatting elements left open, which every block opens again, make more
        INode? latest = null;
        var parser = new HtmlParser(new HtmlParserOptions
        {
            MaximumDepth = Flattened,
            SkipComments = true,
            DisableElementPositionTracking = true,
            ShouldEmitAttribute = (ref StructHtmlToken _, ReadOnlyMemory<char> attribute) => Array.Exists(Needed, needed => attribute.Span.SequenceEqual(needed)),
            OnCreated = (element, _) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (--elements < 0) throw new InvalidDataException("its open formatting elements multiply");
                if (elements % ElementsPerLook == 0 && Depth(latest) > Deepest) throw new InvalidDataException($"its elements lie in each other more than {Deepest} deep");
                latest = element; // the one before is in its place by now
            },
        });
        using var document = parser.ParseDocument(page);
        return new DocumentEntry(null, HtmlText.Of(document.Body, cancellationToken), Meta(document));
    }

    private static int Depth(INode? node)
    {
        var depth = 0;
        for (; node is not null; node = node.Parent) depth++;
        return depth;
    }

    private static Dictionary<string, string>? Meta(IHtmlDocument document)
    {
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.Title is { Length: > 0 } title) meta["title"] = title;
        if (document.QuerySelector("meta[name=author]")?.GetAttribute("content") is { Length: > 0 } author) meta["author"] = author;
        return meta.Count == 0 ? null : meta;
    }

    /// <summary>Whether a page opens: a doctype or a root element, after white space, comments and an XML declaration.</summary>
    private static bool IsPage(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) head = Encoding.UTF8.GetBytes((head[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(head[2..]));
        if (head.StartsWith(StrictUtf8.ByteOrderMark)) head = head[StrictUtf8.ByteOrderMark.Length..];
        while (true)
        {
            head = head.TrimStart(" \t\r\n\f"u8);
            var end = head.StartsWith("<!--"u8) ? head.IndexOf("-->"u8) + 3 : head.StartsWith("<?xml"u8) ? head.IndexOf("?>"u8) + 2 : 0;
            if (end == 0) break;
            if (end < 4) return false; // it does not end here
            head = head[end..];
        }
        return Opens(head, "<!doctype html"u8) || Opens(head, "<html"u8);
    }

    private static bool Opens(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tag) =>
        head.Length > tag.Length && Ascii.EqualsIgnoreCase(head[..tag.Length], tag) && (head[tag.Length] == '>' || " \t\r\n\f"u8.Contains(head[tag.Length]));
}
