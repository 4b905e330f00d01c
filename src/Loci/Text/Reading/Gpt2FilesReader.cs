using Loci.Text.Decoders;
using Loci.Text.PreTokenizers;
using Loci.Text.Vocabularies;

namespace Loci.Text.Reading;

/// <summary>Puts GPT-2's tokenizer together from <c>vocab.json</c> and <c>merges.txt</c>.</summary>
internal static class Gpt2FilesReader
{
    private const string EndOfText = "<|endoftext|>";

    /// <summary>The parts of the tokenizer, without the tokens that open and end texts.</summary>
    public static TokenizerParts Read(string vocabularyPath, string mergesPath, string configurationPath)
    {
        bool addsPrefixSpace = File.Exists(configurationPath) && TokenizerFile.Read(configurationPath, root =>
        {
            string family = root.Text("tokenizer_class", "GPT2Tokenizer");
            return family is "GPT2Tokenizer" or "GPT2TokenizerFast"
                ? root.Flag("add_prefix_space", otherwise: false)
                : throw new InvalidInputException($"vocab.json and merges.txt are enough for GPT2Tokenizer only, found {family}; add its tokenizer.json.");
        });
        TokenTable tokens = TokenizerFile.Read(vocabularyPath, VocabularyReader.Tokens);
        MergeTable merges = TokenizerFile.Guard(
            mergesPath, () => BytePairReader.Merges(tokens, Lines(mergesPath).Select(BytePairReader.Pair), continuingPrefix: ""));
        return new TokenizerParts(new BytePairVocabulary(tokens, merges, new BytePairOptions()))
        {
            AddedTokens = tokens.IdOf(EndOfText) is { } id ? [new AddedToken(id, EndOfText) { Special = true }] : [],
            PreTokenizer = new ByteLevelSplit(addsPrefixSpace, new RegexPattern(RegexPattern.Gpt2)),
            Decoder = new ByteLevelDecoder(),
        };
    }

    /// <summary>The merges; the first line of such a file may tell its version.</summary>
    private static IEnumerable<string> Lines(string path) =>
        File.ReadLines(path).Where((line, number) => line.Length > 0 && !(number == 0 && line.StartsWith("#version", StringComparison.Ordinal)));
}
