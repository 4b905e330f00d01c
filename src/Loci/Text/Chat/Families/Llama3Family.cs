using System.Globalization;
using Loci.Text.Chat.Reading;

namespace Loci.Text.Chat.Families;

/// <summary>
/// Llama 3: <c>&lt;|start_header_id|&gt;role&lt;|end_header_id|&gt;</c>, a blank line, the message without white space around it, <c>&lt;|eot_id|&gt;</c>.
/// From 3.1 on the system's turn is always there and begins with two dates; 3.2 and later ask for today's.
/// </summary>
internal static class Llama3Family
{
    private const string Before = "<|start_header_id|>";
    private const string After = "<|end_header_id|>\n\n";
    private const string End = "<|eot_id|>";
    private const string Cutoff = "Cutting Knowledge Date: December 2023\n";

    /// <summary>The format of a template of this family, or null for another's.</summary>
    public static IChatFormat? Recognise(TemplateSource source)
    {
        var sketch = source.Sketch;
        var trims = sketch.Writes($"{Before}{{{{message.role}}}}{After}{{{{message.content|trim}}}}{End}");
        if (!trims && !sketch.Writes($"{Before}{{{{message.role}}}}{After}{{{{message.content}}}}{End}")) return null;
        if (!sketch.Writes($"{Before}assistant{After}") || !sketch.HasOnly(Before, "<|end_header_id|>", End, "<|eom_id|>", "<|python_tag|>")) return null;
        var dated = sketch.Mentions("Cutting Knowledge Date");
        if (dated && !IsKnown(sketch, trims)) return null;
        return new TurnFormat
        {
            Name = dated ? "Llama 3.1" : "Llama 3",
            Beginning = source.Beginning,
            BeforeRole = Before,
            AfterRole = After,
            TurnEnd = End,
            Trims = trims,
            DefaultSystem = DefaultPrompt.Of(sketch, $"{Before}system{After}", End),
            SystemPreamble = dated ? $"{Cutoff}Today Date: {Date(source)}\n\n" : null,
            Required = [Before, "<|end_header_id|>", End],
            Reserved = ["<|python_tag|>"],
            Stops = source.Stops(End, "<|eom_id|>", "<|end_of_text|>"),
        };
    }

    private static bool IsKnown(TemplateSketch sketch, bool trims) => sketch.Mentions(Cutoff) && sketch.Mentions("Today Date: {{date_string}}\n\n")
        && Fallback(sketch) is not null && sketch.Writes(trims ? "{{messages[0].content|trim}}" : "{{messages[0].content}}");

    private static string? Fallback(TemplateSketch sketch) => sketch.Find(@"\d{2} [A-Z][a-z]+ \d{4}")?.Value;

    private static string? Date(TemplateSource source) => source.Today is { } today && source.Sketch.Mentions("strftime_now('%d %b %Y')")
        ? today.ToString("dd MMM yyyy", CultureInfo.InvariantCulture)
        : Fallback(source.Sketch);
}
