using Loci.Text.Chat.Reading;

namespace Loci.Text.Chat.Families;

/// <summary>
/// Phi-3: <c>&lt;|role|&gt;</c>, a line break, the message, <c>&lt;|end|&gt;</c>, a line break. The first published templates pass over a system prompt; there it
/// goes before the first message of the user. They also open an answer after every question; here that is left to the caller, as in the later ones.
/// </summary>
internal static class Phi3Family
{
    private const string End = "<|end|>\n";
    private const string AnyRole = "<|{{message.role}}|>";
    private const string Message = "\n{{message.content}}" + End;

    /// <summary>The format of a template of this family, or null for another's.</summary>
    public static IChatFormat? Recognise(TemplateSource source)
    {
        var sketch = source.Sketch;
        var pairs = sketch.Writes("<|user|>" + Message + "<|assistant|>\n"); // every question opens the answer to it
        var anyRole = sketch.Writes(AnyRole + Message);
        if (!pairs && !anyRole && !sketch.Writes("<|user|>" + Message)) return null;
        if (!pairs && !sketch.Writes("<|assistant|>\n")) return null;
        if (!sketch.HasOnly("<|system|>", "<|user|>", "<|assistant|>", "<|end|>", AnyRole)) return null;
        return new TurnFormat
        {
            Name = "Phi-3",
            Beginning = source.Beginning,
            BeforeRole = "<|",
            AfterRole = "|>\n",
            TurnEnd = End,
            FoldsSystem = !anyRole && !sketch.Writes("<|system|>" + Message),
            DefaultSystem = DefaultPrompt.Of(sketch, "<|system|>\n", End),
            Closing = sketch.Writes("{{eos_token}}") ? source.EndOfText : "",
            Alternates = pairs,
            Required = ["<|user|>", "<|assistant|>", "<|end|>"],
            Reserved = ["<|system|>", "</s>"],
            Stops = source.Stops("<|end|>", "<|endoftext|>", "<|assistant|>"),
        };
    }
}
