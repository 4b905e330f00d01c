using System.Text.Json;
using Loci.Text.Vocabularies;

namespace Loci.Text.Reading;

/// <summary>Puts a tokenizer together from the root of a <c>tokenizer.json</c>.</summary>
internal static class TokenizerJsonReader
{
    /// <summary>The parts of the tokenizer, without the tokens that open and end texts.</summary>
    public static TokenizerParts Read(JsonElement root)
    {
        (int[] prefix, int[] suffix) = root.Optional("post_processor") is { } template ? TemplateReader.Read(template) : ([], []);
        IVocabulary vocabulary = VocabularyReader.Read(root.Required("model"));
        var parts = new TokenizerParts(vocabulary)
        {
            AddedTokens = AddedTokenReader.Read(root),
            Normalizer = root.Optional("normalizer") is { } normalizer ? NormalizerReader.Read(normalizer) : null,
            PreTokenizer = root.Optional("pre_tokenizer") is { } splitter ? PreTokenizerReader.Read(splitter) : null,
            Decoder = root.Optional("decoder") is { } decoder ? DecoderReader.Read(decoder) : null,
            Prefix = prefix,
            Suffix = suffix,
        };
        Growth.Require(parts.Normalizer?.Growth ?? 1, "normalizer");
        Growth.Require(parts.PreTokenizer?.Growth ?? 1, "pre_tokenizer");
        Growth.Require(parts.Decoder?.Growth ?? 1, "decoder");
        return parts;
    }
}
