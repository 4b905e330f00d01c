using Loci.Text.Training;

namespace Loci.Text;

/// <summary>
/// Learns a byte-level byte-pair vocabulary from text (Sennrich et al. 2016, over bytes as in GPT-2): the most frequent pair of neighbouring
/// tokens within words becomes a token, again and again. Words are those of Llama 3's pattern. The same texts give the same vocabulary, whatever their
/// order: among equally frequent pairs the one with the lower ids wins.
/// </summary>
/// <remarks>Texts are streamed and only their distinct words are kept; a merge costs time in proportion to the words it changes.</remarks>
public static class BytePairTrainer
{
    /// <summary>Trains a vocabulary.</summary>
    /// <param name="texts">The texts, each cut into words on its own.</param>
    /// <param name="vocabularySize">Tokens wanted, special tokens and the 256 bytes included. Fewer are found where no pair occurs twice any more.</param>
    /// <param name="specialTokens">Tokens that mark structure; they get the first ids, in order. The first one opens and ends texts.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size leaves no room for the bytes and the special tokens.</exception>
    public static BytePairModel Train(
        IEnumerable<string> texts, int vocabularySize, IReadOnlyList<string>? specialTokens = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        specialTokens ??= [];
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 256 + specialTokens.Count);

        List<string> tokens = [.. specialTokens, .. ByteAlphabet.Characters.ToArray().Select(character => character.ToString())];
        if (tokens.Distinct(StringComparer.Ordinal).Count() < tokens.Count || tokens.Contains(""))
        {
            throw new ArgumentException("Special tokens must differ from each other and from the characters of bytes, and not be empty.", nameof(specialTokens));
        }

        var words = new WordCounts(new RegexPattern(RegexPattern.Llama3), specialTokens);
        foreach (string text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            words.Add(text);
        }

        var merger = new PairMerger(words.Ordered(), tokens, firstByte: specialTokens.Count);
        while (tokens.Count < vocabularySize && merger.MergeMostFrequent())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new BytePairModel(tokens, merger.Merges, [.. specialTokens]);
    }
}
