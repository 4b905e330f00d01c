using Loci.Text.Chat.Reading;

namespace Loci.Text.Chat.Families;

/// <summary>
/// Mistral before its version 7: questions in <c>[INST]</c> and <c>[/INST]</c>, answers ended by <c>&lt;/s&gt;</c>; turns alternate. Versions differ in spaces, which are
/// taken from the checkpoint's own template. The system prompt and a blank line go before the first question (version 1) or the last (version 3), as that
/// template has it; before the first where it refuses one.
/// </summary>
/// <remarks>Up to version 2 the brackets are ordinary text to the tokenizer, and a message can imitate them; ends of turns it cannot.</remarks>
internal static class MistralFamily
{
    private static readonly string[] _tools = ["[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_CALLS]", "[TOOL_RESULTS]", "[/TOOL_RESULTS]"];

    /// <summary>The format of a template of this family, or null for another's.</summary>
    public static IChatFormat? Recognise(TemplateSource source)
    {
        var sketch = source.Sketch;
        var question = sketch.Find(@"(?<open> ?\[INST\] ?){{message\.content}}(?<close> ?\[/INST\])");
        var answer = sketch.Find(@"(?<open> ?){{message\.content(?<trim>\|trim)?}}{{eos_token}}(?<close> ?)");
        if (question is null || answer is null || source.Beginning.Length == 0 || source.EndOfText.Length == 0) return null;
        if (!sketch.HasOnly(["[INST]", "[/INST]", .. _tools])) return null;
        var (open, close) = (question.Groups["open"].Value, question.Groups["close"].Value);
        var hasSystem = sketch.Writes(open + "{{system_message}}\n\n{{message.content}}" + close);
        if (sketch.Mentions("system_message") && !hasSystem) return null;
        var isLast = sketch.Says("if loop.last and system_message is defined") || sketch.Says("if(message==user_messages[-1])and system_message is defined");
        if (hasSystem && !isLast && !sketch.Says("if loop.first and system_message is defined")) return null;
        return new InstructionFormat
        {
            Name = "Mistral",
            Beginning = source.Beginning,
            Open = open,
            Close = close,
            AnswerOpen = answer.Groups["open"].Value,
            AnswerClose = source.EndOfText + answer.Groups["close"].Value,
            TrimsAnswers = answer.Groups["trim"].Success,
            SystemLast = isLast,
            Required = [source.Beginning, source.EndOfText],
            Stops = source.Stops(),
        };
    }
}
