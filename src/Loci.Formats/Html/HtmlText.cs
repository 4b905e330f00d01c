using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Loci.Formats.Prose;

namespace Loci.Formats.Html;

/// <summary>The text of a page's elements. Recurses, over a tree whose depth the parser bounds.</summary>
internal sealed class HtmlText
{
    private static readonly HashSet<string> Unseen = new(StringComparer.Ordinal)
    {
        "script", "style", "noscript", "template", "head", "title", "nav", "iframe", "object", "svg", "canvas", "audio", "video", "map", "datalist",
        "button", "select", "input", "textarea", "dialog", "menu",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "address", "article", "aside", "blockquote", "body", "center", "details", "div", "dl", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr",
        "legend", "main", "p", "search", "section", "summary", "table", "caption",
    };

    private const string Layout = "table, ul, ol, dl, pre, h1, h2, h3, h4, h5, h6, p + p, div + div";

    private readonly TextBlocks _text = new();
    private readonly CancellationToken _cancellation;
    private int _lists;

    private HtmlText(CancellationToken cancellation) => _cancellation = cancellation;

    /// <summary>The text of an element; empty where there is none.</summary>
    public static string Of(IElement? root, CancellationToken cancellationToken)
    {
        var text = new HtmlText(cancellationToken);
        if (root is not null) text.Write(root);
        return text._text.ToString();
    }

    private void Write(INode node)
    {
        if (node is IText words) _text.Write(words.Data);
        else if (node is IElement element && !Unseen.Contains(element.LocalName) && !element.HasAttribute("hidden")) WriteElement(element);
    }

    private void WriteElement(IElement element)
    {
        _cancellation.ThrowIfCancellationRequested();
        switch (element.LocalName)
        {
            case "br":
                _text.Part(1);
                break;
            case "pre":
                _text.WriteVerbatim(element.TextContent);
                break;
            case "ul" or "ol":
                WriteList(element);
                break;
            case "dt" or "dd":
                WriteBlock(element, 1);
                break;
            case "tr":
                WriteRow(element);
                break;
            case ['h', >= '1' and <= '6']:
                _text.Part(2);
                _text.Mark(Markers.Heading(element.LocalName[1] - '0'));
                WriteChildren(element);
                _text.Mark("");
                _text.Part(2);
                break;
            case var name when Blocks.Contains(name):
                WriteBlock(element, 2);
                break;
            default:
                WriteChildren(element);
                break;
        }
    }

    private void WriteChildren(IElement element)
    {
        foreach (var child in element.ChildNodes) Write(child);
    }

    private void WriteBlock(IElement element, int lineEnds)
    {
        _text.Part(lineEnds);
        WriteChildren(element);
        _text.Part(lineEnds);
    }

    private void WriteList(IElement list)
    {
        var outer = _text.Indent;
        _text.Part(_lists == 0 ? 2 : 1);
        _text.Indent = _lists++;
        var number = list.LocalName == "ol" ? int.TryParse(list.GetAttribute("start"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start) ? start : 1 : (int?)null;
        foreach (var child in list.ChildNodes)
        {
            if (child is not IHtmlListItemElement)
            {
                Write(child);
                continue;
            }
            _text.Part(1);
            _text.Mark(number is null ? Markers.Bullet : Markers.Number(number.Value));
            WriteChildren((IElement)child);
            _text.Mark("");
            _text.Part(1);
            if (number < int.MaxValue) number++;
        }
        _lists--;
        _text.Indent = outer;
        _text.Part(_lists == 0 ? 2 : 1);
    }

    private void WriteRow(IElement row)
    {
        _text.Part(1);
        var first = true;
        foreach (var child in row.ChildNodes)
        {
            if (child is not IElement cell) continue;
            if (!first) _text.PartCells();
            first = false;
            WriteCell(cell);
        }
        _text.Part(1);
    }

    /// <summary>A cell is part of its row's line, unless it holds so much that the table is there for the layout.</summary>
    private void WriteCell(IElement cell)
    {
        if (!_text.Flat && cell.QuerySelector(Layout) is not null)
        {
            _text.Part(2);
            Write(cell);
            _text.Part(2);
            return;
        }
        var outer = _text.Flat;
        _text.Flat = true;
        Write(cell);
        _text.Flat = outer;
    }
}
