using System.Text;

namespace Loci.Text.Chat.Reading;

/// <summary>Cuts a template in Jinja into what it writes and its statements, with white space treated as Hugging Face's libraries do.</summary>
internal sealed class SketchReader(string template)
{
    private readonly string _template = template.EndsWith('\n') ? template[..^1] : template;
    private readonly List<string> _outputs = [];
    private readonly List<string> _statements = [];
    private readonly StringBuilder _output = new();
    private bool _isText = true;

    /// <summary>Whether white space that stands alone outside of tags is written, as no published template means it.</summary>
    public bool HasStraySpace { get; private set; }

    /// <summary>What is written between statements, and the statements.</summary>
    public (IReadOnlyList<string> Outputs, IReadOnlyList<string> Statements) Read()
    {
        var at = 0;
        var stripsNext = false;
        var endsLine = false;
        while (NextTag(at) is var tag && tag >= 0)
        {
            AppendText(_template[at..tag], stripsNext, endsLine, tag);
            (at, stripsNext, endsLine) = ReadTag(tag);
        }
        AppendText(_template[at..], stripsNext, endsLine, tag: -1);
        Flush();
        return (_outputs, _statements);
    }

    private int NextTag(int from)
    {
        for (var at = _template.IndexOf('{', from); at >= 0 && at + 1 < _template.Length; at = _template.IndexOf('{', at + 1))
            if (_template[at + 1] is '{' or '%' or '#') return at;
        return -1;
    }

    /// <summary>Text outside of tags. A minus strips all white space; a statement takes the indentation before it and the line break after it.</summary>
    private void AppendText(string text, bool stripsBefore, bool endsLine, int tag)
    {
        if (stripsBefore) text = text.TrimStart();
        else if (endsLine && text.StartsWith('\n')) text = text[1..];
        if (tag >= 0 && tag + 2 < _template.Length && _template[tag + 2] == '-') text = text.TrimEnd();
        else if (tag >= 0 && _template[tag + 1] != '{') text = WithoutIndentation(text, tag);
        _output.Append(text);
    }

    private string WithoutIndentation(string text, int tag)
    {
        var bare = text.TrimEnd(' ', '\t');
        var lineStart = tag - (text.Length - bare.Length);
        return lineStart == 0 || _template[lineStart - 1] == '\n' ? bare : text;
    }

    private (int End, bool StripsNext, bool EndsLine) ReadTag(int tag)
    {
        var kind = _template[tag + 1];
        var close = kind == '{' ? "}}" : kind + "}";
        var start = tag + 2;
        if (start < _template.Length && _template[start] is '-' or '+') start++;
        if (kind == '#')
        {
            var end = _template.IndexOf("#}", start, StringComparison.Ordinal);
            if (end < 0) throw CutOff();
            return (end + 2, _template[end - 1] == '-', EndsLine: true);
        }
        var expression = new ExpressionSketch(_template, start, close, isStatement: kind == '%');
        if (!expression.IsClosed) throw CutOff();
        if (kind == '{')
        {
            _output.Append(expression.Sketch);
            _isText = false;
        }
        else
        {
            Flush();
            _statements.Add(expression.Sketch);
        }
        return (expression.End, _template[expression.End - 3] == '-', EndsLine: kind == '%');
    }

    private void Flush()
    {
        if (_output.Length > 0) _outputs.Add(_output.ToString());
        HasStraySpace |= _isText && _output.Length > 0 && string.IsNullOrWhiteSpace(_output.ToString());
        _output.Clear();
        _isText = true;
    }

    private static InvalidInputException CutOff() => new("the chat template opens a tag and does not close it: is it cut off? Fetch it again.");
}
