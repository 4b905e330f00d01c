using Loci.Text.Chat.Reading;

namespace Loci.Text.Chat.Families;

/// <summary>
/// ChatML, as Qwen 2, 2.5 and 3 and many others write it: <c>&lt;|im_start|&gt;role</c>, a line break, the message, <c>&lt;|im_end|&gt;</c>, a line
/// break. A system prompt for conversations without one is used where the checkpoint's own template has one. Qwen3's thoughts: see <see cref="ThoughtRule"/>.
/// </summary>
internal static class ChatMlFamily
{
    private const string Before = "<|im_start|>";
    private const string End = "<|im_end|>\n";
    private const string Next = "<|im_start|>assistant\n";

    /// <summary>The format of a template of this family, or null for another's.</summary>
    public static IChatFormat? Recognise(TemplateSource source)
    {
        var sketch = source.Sketch;
        if (!HasTurns(sketch) || !sketch.HasOnly(Before, "<|im_end|>", ThoughtRule.Open, ThoughtRule.Close)) return null;
        var thinks = sketch.Mentions(ThoughtRule.Close);
        if (thinks && !HasThoughts(sketch)) return null;
        var opensThought = !sketch.Writes(Next) && sketch.Writes(Next + ThoughtRule.Open + "\n");
        if (!opensThought && !sketch.Writes(Next)) return null;
        return new TurnFormat
        {
            Name = "ChatML",
            Beginning = source.Beginning,
            BeforeRole = Before,
            AfterRole = "\n",
            TurnEnd = End,
            DefaultSystem = DefaultPrompt.Of(sketch, $"{Before}system\n", End),
            HasThoughts = thinks,
            AnswerOpening = opensThought ? ThoughtRule.Open + "\n" : "",
            Required = [Before, "<|im_end|>"],
            Reserved = [ThoughtRule.Open, ThoughtRule.Close, "<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>"],
            Stops = source.Stops("<|im_end|>", "<|endoftext|>"),
        };
    }

    private static bool HasTurns(TemplateSketch sketch) =>
        sketch.Writes($"{Before}{{{{message.role}}}}\n{{{{message.content}}}}{End}") || sketch.Writes($"{Before}{{{{message.role}}}}\n{{{{content}}}}{End}");

    private static bool HasThoughts(TemplateSketch sketch) =>
        sketch.Writes($"{Before}{{{{message.role}}}}\n<think>\n{{{{reasoning_content.strip('\n')}}}}\n</think>\n\n{{{{content.lstrip('\n')}}}}")
        && sketch.Says("if loop.last or(not loop.last and reasoning_content)");
}
