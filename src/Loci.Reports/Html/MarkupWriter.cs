using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Loci.Reports.Html;

/// <summary>What the compiler makes of an interpolated string of HTML: literals stay, texts are encoded, numbers are written alike everywhere. Lengths of drawings need no more than two decimals.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupWriter
{
    private const int Hole = 16; // letters a value is likely to need

    private readonly StringBuilder _html;

    /// <param name="literals">Letters of the literals.</param>
    /// <param name="values">Values between them.</param>
    public MarkupWriter(int literals, int values) => _html = new StringBuilder(literals + values * Hole);

    /// <summary>What was written.</summary>
    public string Written => _html.ToString();

    /// <summary>HTML of the program.</summary>
    public void AppendLiteral(string literal) => _html.Append(literal);

    /// <summary>A text, encoded, with what cannot be seen made visible.</summary>
    public void AppendFormatted(string? text) => _html.Append(VisibleText.Encode(text));

    /// <summary>Finished HTML.</summary>
    public void AppendFormatted(Markup markup) => _html.Append(markup.ToString());

    /// <summary>Finished HTML, one after the other.</summary>
    public void AppendFormatted(IEnumerable<Markup> parts) => _html.Append(Markup.Join(parts).ToString());

    /// <summary>A length.</summary>
    public void AppendFormatted(double length) => _html.Append(length.ToString("0.##", CultureInfo.InvariantCulture));

    /// <summary>A whole number.</summary>
    public void AppendFormatted(long number) => _html.Append(number.ToString(CultureInfo.InvariantCulture));
}
