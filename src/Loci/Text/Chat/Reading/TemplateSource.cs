namespace Loci.Text.Chat.Reading;

/// <summary>A checkpoint's own template, and what its variables stand for.</summary>
/// <param name="Sketch">What the template writes.</param>
/// <param name="BeginningOfText">The token that opens texts; empty where the checkpoint names none.</param>
/// <param name="EndOfText">The token that ends texts; empty where the checkpoint names none.</param>
/// <param name="Today">The date that a template may ask for, or null for the one it falls back on.</param>
internal sealed record TemplateSource(TemplateSketch Sketch, string BeginningOfText, string EndOfText, DateOnly? Today)
{
    private const string Variable = "bos_token";

    /// <summary>What opens a conversation: the opening token where the template writes it.</summary>
    public string Beginning => Sketch.Mentions(Variable) ? BeginningOfText : "";

    /// <summary>Whether the opening token is written by itself or before the first turn, if at all, rather than in every turn.</summary>
    public bool OpensOnce => !Sketch.Mentions(Variable) || Sketch.Writes("{{bos_token}}") || Sketch.Writes("{{bos_token}}{{content}}");

    /// <summary>A family's stop tokens and the checkpoint's own.</summary>
    public IReadOnlyList<string> Stops(params string[] family) =>
        [.. family.Append(EndOfText).Where(token => token.Length > 0).Distinct(StringComparer.Ordinal)];
}
