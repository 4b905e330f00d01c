using System.Text;

namespace Loci.Reports.Html;

/// <summary>
/// Finished HTML. Text becomes it through <see cref="Of"/> alone, which encodes every value, so text that no one has read cannot become a tag: what is not encoded does not compile.
/// </summary>
internal readonly struct Markup
{
    private readonly string? _html;

    private Markup(string html) => _html = html;

    /// <summary>Nothing.</summary>
    public static Markup Empty => default;

    /// <summary>The literal parts as they stand, with every text between them encoded.</summary>
    public static Markup Of(MarkupWriter writer) => new(writer.Written);

    /// <summary>Parts one after the other.</summary>
    public static Markup Join(IEnumerable<Markup> parts)
    {
        var all = new StringBuilder();
        foreach (var part in parts) all.Append(part._html);
        return new Markup(all.ToString());
    }

    /// <summary>HTML that belongs to the program: its own style and script.</summary>
    public static Markup Trusted(string html) => new(html);

    /// <inheritdoc/>
    public override string ToString() => _html ?? "";
}
