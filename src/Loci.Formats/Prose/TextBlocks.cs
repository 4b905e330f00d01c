using System.Text;

namespace Loci.Formats.Prose;

/// <summary>
/// Writes text as a reader sees it from a document's parts: white space inside a block collapses, blocks are separated by a line end or a blank line,
/// whichever the stronger of two neighbours asks for, and nothing is separated from nothing.
/// </summary>
internal sealed class TextBlocks
{
    private const int DeepestIndent = 16;

    private readonly StringBuilder _text = new();
    private int _lineEnds;
    private int _separators;
    private bool _space;
    private string _marker = "";

    /// <summary>Levels of lists that lines begin in.</summary>
    public int Indent { get; set; }

    /// <summary>Whether all is one line: what would part it is a space.</summary>
    public bool Flat { get; set; }

    /// <summary>The text so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Parts what comes from what was: 1 is a new line, 2 a blank line between.</summary>
    public void Part(int lineEnds)
    {
        if (Flat)
        {
            _space = true;
            return;
        }
        _lineEnds = Math.Max(_lineEnds, lineEnds);
        _separators = 0;
        _space = false;
    }

    /// <summary>What the next text begins with, if any text follows before the next marker.</summary>
    public void Mark(string marker) => _marker = marker;

    /// <summary>Text in which runs of white space are one space.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var word = text.IndexOfAnyExcept(" \t\r\n\f");
            if (word != 0) _space = true;
            if (word < 0) return;
            text = text[word..];
            var end = text.IndexOfAny(" \t\r\n\f") is var space and >= 0 ? space : text.Length;
            Begin();
            _text.Append(text[..end]);
            text = text[end..];
        }
    }

    /// <summary>Text as it is, as a block.</summary>
    public void WriteVerbatim(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd();
        if (text.StartsWith("\r\n", StringComparison.Ordinal)) text = text[2..];
        else if (text.StartsWith('\n')) text = text[1..];
        if (Flat) Write(text);
        if (Flat || text.IsEmpty) return;
        Part(2);
        Begin();
        _text.Append(text);
        Part(2);
    }

    /// <summary>Parts two cells of a line; the last cells of a line leave no trace where they are empty.</summary>
    public void PartCells()
    {
        if (_lineEnds == 0 && _text.Length > 0) _separators++;
        _space = false;
    }

    private void Begin()
    {
        var starts = _text.Length == 0;
        if (_lineEnds > 0)
        {
            if (!starts) _text.Append('\n', _lineEnds);
            starts = true;
            _lineEnds = 0;
        }
        else if (_separators > 0)
        {
            for (; _separators > 0; _separators--) _text.Append(Markers.Cell);
        }
        else if (_space && !starts)
        {
            _text.Append(' ');
        }
        if (starts) _text.Append(' ', 2 * Math.Min(Indent, DeepestIndent));
        _text.Append(_marker);
        _marker = "";
        _space = false;
    }
}
