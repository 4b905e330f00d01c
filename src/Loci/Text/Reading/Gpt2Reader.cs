using System.Text.Json;
using Loci.Text.Decoders;
using Loci.Text.PreTokenizers;
using Loci.Text.Vocabularies;

namespace Loci.Text.Reading;

/// <summary>Reads the pair of files that GPT-2 was first published with: a vocabulary of byte-level tokens and a list of merges.</summary>
internal static class Gpt2Reader
{
    private const string EndOfText = "<|endoftext|>";

    /// <summary>The tokenizer of <c>vocab.json</c> and the lines of <c>merges.txt</c>, whose first may be a version comment.</summary>
    public static TokenizerParts Read(JsonElement vocabulary, IEnumerable<string> merges)
    {
        TokenTable tokens = VocabularyReader.Tokens(vocabulary);
        IEnumerable<(string, string)> pairs = merges.Where((line, i) => line.Length > 0 && !(i == 0 && line.StartsWith("#version", StringComparison.Ordinal))).Select(BytePairReader.Pair);
        return new TokenizerParts(new BytePairVocabulary(tokens, BytePairReader.Merges(tokens, pairs, ""), new BytePairOptions()))
        {
            AddedTokens = tokens.IdOf(EndOfText) is { } end ? [new AddedToken(end, EndOfText) { Special = true }] : [],
            PreTokenizer = new ByteLevelSplit(addPrefixSpace: false, new RegexPattern(RegexPattern.Gpt2)),
            Decoder = new ByteLevelDecoder(),
        };
    }
}
