using Loci.Text.Chat.Reading;

namespace Loci.Text.Chat.Families;

/// <summary>
/// Gemma 1 to 3: <c>&lt;start_of_turn&gt;user</c> or <c>model</c>, a line break, the message without white space around it, <c>&lt;end_of_turn&gt;</c>, a line
/// break; turns alternate. There is no system role: the templates of Gemma 1 and 2 refuse one, that of Gemma 3 puts its text and a blank line before the
/// first message, and so does this format for all of them.
/// </summary>
internal static class GemmaFamily
{
    private const string Before = "<start_of_turn>";
    private const string End = "<end_of_turn>\n";

    /// <summary>The format of a template of this family, or null for another's.</summary>
    public static IChatFormat? Recognise(TemplateSource source)
    {
        var sketch = source.Sketch;
        if (!HasTurns(sketch) || !sketch.Writes($"{Before}model\n") || !sketch.HasOnly(Before, "<end_of_turn>", "<start_of_image>")) return null;
        return new TurnFormat
        {
            Name = "Gemma",
            Beginning = source.Beginning,
            BeforeRole = Before,
            AfterRole = "\n",
            TurnEnd = End,
            Assistant = "model",
            Trims = true,
            FoldsSystem = true,
            Alternates = true,
            Required = [Before, "<end_of_turn>"],
            Stops = source.Stops("<end_of_turn>", "<eos>"),
        };
    }

    private static bool HasTurns(TemplateSketch sketch) =>
        sketch.Writes($"{Before}{{{{role}}}}\n{{{{message.content|trim}}}}{End}")
        || (sketch.Writes($"{Before}{{{{role}}}}\n{{{{(first_user_prefix if loop.first else'')}}}}")
            && sketch.Writes("{{messages[0].content}}\n\n") && sketch.Writes("{{message.content|trim}}") && sketch.Writes(End));
}
