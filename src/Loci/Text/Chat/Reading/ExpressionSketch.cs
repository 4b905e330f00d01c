using System.Text;

namespace Loci.Text.Chat.Reading;

/// <summary>
/// One tag of a template. In what is written, string literals are their text and all else is code in double braces, one pair for each operand of a
/// join; a statement is code but for the value of an assignment. Code has no needless spaces, and <c>a['b']</c> is <c>a.b</c>.
/// </summary>
internal sealed class ExpressionSketch
{
    private readonly string _text;
    private readonly StringBuilder _sketch = new();
    private readonly StringBuilder _code = new();
    private bool _isCode;
    private int _at;
    private int _depth;

    /// <summary>Reads from the tag's content to its end.</summary>
    public ExpressionSketch(string text, int start, string close, bool isStatement)
    {
        (_text, _at, _isCode) = (text, start, isStatement);
        while (_at < text.Length && !IsClosed)
        {
            if (_depth == 0 && (IsAt(close) || IsAt("-" + close))) Close(close);
            else Step();
        }
    }

    /// <summary>Whether the tag's end was found.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The position after the tag.</summary>
    public int End => _at;

    /// <summary>The sketch.</summary>
    public string Sketch { get; private set; } = "";

    private void Close(string close)
    {
        FlushCode();
        _at += IsAt(close) ? close.Length : close.Length + 1;
        Sketch = _sketch.ToString();
        IsClosed = true;
    }

    private void Step()
    {
        var character = _text[_at];
        if (character is '\'' or '"') AppendString(ReadString(character));
        else if (char.IsWhiteSpace(character)) Space();
        else if (character == '[' && Subscript() is { } name) _code.Append('.').Append(name);
        else if (_depth == 0 && !_isCode && character is '+' or '~') Join();
        else if (_isCode && _depth == 0 && character == '=' && IsAssignment()) Assign();
        else Other(character);
    }

    private void Other(char character)
    {
        if (character is '(' or '[' or '{') _depth++;
        if (character is ')' or ']' or '}') _depth--;
        _code.Append(character);
        _at++;
    }

    /// <summary>Spaces part words and nothing else.</summary>
    private void Space()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        if (_code.Length > 0 && IsWord(_code[^1]) && _at < _text.Length && IsWord(_text[_at])) _code.Append(' ');
    }

    private void Join()
    {
        FlushCode();
        _at++;
    }

    private void Assign()
    {
        _sketch.Append(_code).Append('=');
        _code.Clear();
        _isCode = false;
        _at++;
    }

    private bool IsAssignment() =>
        _code.ToString().StartsWith("set ", StringComparison.Ordinal) && _at + 1 < _text.Length && _text[_at + 1] != '=' && _text[_at - 1] is not ('=' or '!' or '<' or '>');

    private void AppendString(string value)
    {
        if (_isCode || _depth > 0 || _code.Length > 0) _code.Append('\'').Append(value).Append('\'');
        else _sketch.Append(value);
    }

    private void FlushCode()
    {
        if (_code.Length > 0) _sketch.Append(_isCode ? _code : _code.Insert(0, "{{").Append("}}"));
        _code.Clear();
    }

    private string? Subscript()
    {
        if (_at + 1 >= _text.Length || _text[_at + 1] is not ('\'' or '"')) return null;
        var start = _at++;
        var name = ReadString(_text[_at]);
        if (_at < _text.Length && _text[_at] == ']' && name.All(IsWord))
        {
            _at++;
            return name;
        }
        _at = start;
        return null;
    }

    /// <summary>Reads a string literal, its escapes resolved.</summary>
    private string ReadString(char quote)
    {
        var value = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != quote; _at++)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length) value.Append(Escaped(_text[++_at]));
            else value.Append(_text[_at]);
        }
        _at++;
        return value.ToString();
    }

    private static string Escaped(char character) => character switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '\\' or '\'' or '"' => character.ToString(),
        _ => "\\" + character,
    };

    private bool IsAt(string what) => string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';
}
