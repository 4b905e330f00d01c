using System.Text.Json;
using Loci.Text.PreTokenizers;

namespace Loci.Text.Reading;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer file.</summary>
internal static class PreTokenizerReader
{
    private const string WordCharacter = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u200C\u200D";
    private const string Punctuation = @"[!-/:-@\[-`{-~\p{P}]";

    /// <summary>The pre-tokenizer.</summary>
    public static IPreTokenizer Read(JsonElement source)
    {
        string type = source.Text("type");
        return type switch
        {
            "Sequence" => new PreTokenizerSequence([.. source.List("pretokenizers").Select(Read)]),
            "ByteLevel" => ByteLevel(source),
            "Split" => new PatternSplit(PatternReader.Read(source), Behavior(source.Text("behavior")), source.Flag("invert", otherwise: false)),
            "Metaspace" => Metaspace(source),
            "Whitespace" => new PatternSplit(
                new RegexPattern($@"[{WordCharacter}]+|[^\s{WordCharacter}]+"), SplitBehavior.Removed, invert: true),
            "WhitespaceSplit" => WhiteSpace(),
            "Punctuation" => new PatternSplit(new RegexPattern(Punctuation), Behavior(source.Text("behavior", "Isolated"))),
            "Digits" => new PatternSplit(new RegexPattern(@"\p{N}"), DigitBehavior(source)),
            "CharDelimiterSplit" => new PatternSplit(new LiteralPattern(source.Text("delimiter")), SplitBehavior.Removed),
            "BertPreTokenizer" => new PreTokenizerSequence(
                [WhiteSpace(), new PatternSplit(new RegexPattern(Punctuation), SplitBehavior.Isolated)]),
            _ => throw new InvalidInputException(
                $"the pre-tokenizer '{type}' is not supported; supported are Sequence, ByteLevel, Split, Metaspace, Whitespace, WhitespaceSplit, Punctuation, Digits, CharDelimiterSplit and BertPreTokenizer."),
        };
    }

    /// <summary>Which pieces get a mark in front; older files say it by <c>add_prefix_space</c>.</summary>
    public static PrependScheme Scheme(JsonElement source)
    {
        string scheme = source.Text("prepend_scheme", source.Flag("add_prefix_space", otherwise: true) ? "always" : "never");
        return scheme switch
        {
            "always" => PrependScheme.Always,
            "never" => PrependScheme.Never,
            "first" => PrependScheme.First,
            _ => throw new InvalidInputException($"the prepend_scheme '{scheme}' is not known; known are always, never and first."),
        };
    }

    private static ByteLevelSplit ByteLevel(JsonElement source) => new(
        source.Flag("add_prefix_space", otherwise: true),
        source.Flag("use_regex", otherwise: true) ? new RegexPattern(RegexPattern.Gpt2) : null);

    private static MetaspaceSplit Metaspace(JsonElement source) =>
        new(source.Text("replacement", "\u2581"), Scheme(source), source.Flag("split", otherwise: true));

    private static PatternSplit WhiteSpace() => new(new RegexPattern(@"\s+"), SplitBehavior.Removed);

    private static SplitBehavior DigitBehavior(JsonElement source) =>
        source.Flag("individual_digits", otherwise: false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous;

    private static SplitBehavior Behavior(string name) => name switch
    {
        "Isolated" => SplitBehavior.Isolated,
        "Removed" => SplitBehavior.Removed,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        _ => throw new InvalidInputException(
            $"the split behavior '{name}' is not known; known are Isolated, Removed, MergedWithPrevious, MergedWithNext and Contiguous."),
    };
}
