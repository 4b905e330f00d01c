using Loci.Text.Decoders;
using Loci.Text.PreTokenizers;
using Loci.Text.Training;
using Loci.Text.Vocabularies;

namespace Loci.Text;

/// <summary>A trained byte-level vocabulary: what <see cref="BytePairTrainer"/> gives.</summary>
/// <param name="Tokens">The tokens by id: the special tokens, the 256 bytes, then the merged ones, in the alphabet of GPT-2.</param>
/// <param name="Merges">Pairs of ids, in the order in which they are merged.</param>
/// <param name="SpecialTokens">The tokens that mark structure. The first one opens and ends texts.</param>
public sealed record BytePairModel(IReadOnlyList<string> Tokens, IReadOnlyList<(int Left, int Right)> Merges, IReadOnlyList<string> SpecialTokens)
{
    /// <summary>The tokenizer of this vocabulary. It decodes every text to itself, except that lone surrogates become U+FFFD.</summary>
    public Tokenizer ToTokenizer()
    {
        var ids = Tokens.Select((token, id) => KeyValuePair.Create(token, id)).ToDictionary(StringComparer.Ordinal);
        var merges = new MergeTable();
        for (int rank = 0; rank < Merges.Count; rank++)
        {
            (int left, int right) = Merges[rank];
            merges.Add(left, right, new MergeRule(rank, ids[Tokens[left] + Tokens[right]]));
        }

        int? marker = SpecialTokens.Count > 0 ? 0 : null;
        return new Tokenizer(new TokenizerParts(new BytePairVocabulary(new TokenTable(ids), merges, new BytePairOptions()))
        {
            AddedTokens = [.. SpecialTokens.Select((token, id) => new AddedToken(id, token) { Special = true })],
            PreTokenizer = new ByteLevelSplit(addPrefixSpace: false, new RegexPattern(RegexPattern.Llama3)),
            Decoder = new ByteLevelDecoder(),
            BeginningOfText = marker,
            EndOfText = marker,
        });
    }

    /// <summary>
    /// Writes <c>tokenizer.json</c> and <c>tokenizer_config.json</c> in the form that Hugging Face's libraries read, replacing earlier ones.
    /// </summary>
    /// <param name="folder">Where to; created if it is missing.</param>
    public void Save(string folder) => BytePairModelWriter.Write(this, folder);
}
