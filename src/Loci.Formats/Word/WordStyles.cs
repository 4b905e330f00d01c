using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Loci.Formats.Word;

/// <summary>The styles of paragraphs and the kinds of lists that a document defines.</summary>
internal sealed class WordStyles
{
    private const int LongestChain = 32;
    private const int TitleOutline = 0;

    private readonly Dictionary<string, ParagraphStyle> _styles = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _abstracts = [];
    private readonly HashSet<(int Abstract, int Level)> _bullets = [];

    /// <summary>Reads the parts for styles and numbering, where there are such.</summary>
    public static WordStyles Read(MainDocumentPart main, CancellationToken cancellationToken)
    {
        var styles = new WordStyles();
        styles.ReadStyles(main.StyleDefinitionsPart, cancellationToken);
        styles.ReadNumbering(main.NumberingDefinitionsPart, cancellationToken);
        return styles;
    }

    /// <summary>A paragraph's own properties, completed by its style's and by those that style builds on.</summary>
    public ParagraphStyle Resolve(ParagraphStyle own)
    {
        var (whole, parent) = (own, own.Parent);
        for (var i = 0; i < LongestChain && parent is not null && _styles.TryGetValue(parent, out var style); i++)
        {
            whole = whole with { Outline = whole.Outline ?? style.Outline, List = whole.List ?? style.List, Level = whole.Level ?? style.Level };
            parent = style.Parent;
        }
        return whole;
    }

    /// <summary>Whether the items of a list at a level have bullets rather than numbers; so have those of lists that are not defined.</summary>
    public bool HasBullets(int list, int level) => !_abstracts.TryGetValue(list, out var kind) || _bullets.Contains((kind, level));

    private void ReadStyles(OpenXmlPart? part, CancellationToken cancellationToken)
    {
        using var reader = WordPart.Open(part);
        var id = "";
        while (reader?.Read() == true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!reader.IsStartElement) continue;
            if (Is<Style>(reader)) _styles[id = reader.Value("styleId") ?? ""] = new ParagraphStyle();
            else if (!_styles.TryGetValue(id, out var style)) continue;
            else if (Is<BasedOn>(reader)) _styles[id] = style with { Parent = reader.Value() };
            else if (Is<OutlineLevel>(reader)) _styles[id] = style with { Outline = reader.Number() };
            else if (Is<NumberingId>(reader)) _styles[id] = style with { List = reader.Number() };
            else if (Is<NumberingLevelReference>(reader)) _styles[id] = style with { Level = reader.Number() };
            else if (Is<StyleName>(reader) && reader.Value() is ("Title" or "title")) _styles[id] = style with { Outline = TitleOutline };
        }
    }

    private void ReadNumbering(OpenXmlPart? part, CancellationToken cancellationToken)
    {
        using var reader = WordPart.Open(part);
        var (kind, level, list) = (-1, 0, -1);
        while (reader?.Read() == true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!reader.IsStartElement) continue;
            if (Is<AbstractNum>(reader)) kind = reader.Number("abstractNumId") ?? -1;
            else if (Is<Level>(reader)) level = reader.Number("ilvl") ?? 0;
            else if (Is<NumberingFormat>(reader) && reader.Value() is ("bullet" or "none")) _bullets.Add((kind, level));
            else if (Is<NumberingInstance>(reader)) list = reader.Number("numId") ?? -1;
            else if (Is<AbstractNumId>(reader)) _abstracts[list] = reader.Number() ?? -1;
        }
    }

    private static bool Is<T>(OpenXmlReader reader) => reader.ElementType.Equals(typeof(T));
}
