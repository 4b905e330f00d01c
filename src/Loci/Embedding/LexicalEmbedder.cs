namespace Loci.Embedding;

/// <summary>
/// Counts words, pairs of neighbouring words and, if asked, runs of characters: the exact bag-of-words representation, without projection.
/// A word is a run of letters, digits and combining marks, in lower case; in scripts written without spaces every character is a word.
/// Everything else only separates words. Texts are taken as they are: equal-looking text in different Unicode normal forms gives different terms.
/// </summary>
/// <remarks>
/// A term is 32 bits of a 64-bit hash, salted by its kind. Of V distinct terms about V/2³² share their hash with another: 0.07 % of three million,
/// so a collision moves a cosine by far less than a difference between two texts. One pass, no string per term, O(length) plus sorting the terms.
/// </remarks>
public sealed class LexicalEmbedder : IEmbedder
{
    private readonly LexicalOptions _options;

    /// <summary>Creates the embedder; by default it counts words and bigrams.</summary>
    /// <exception cref="InvalidInputException">No kind of term is asked for, or the range of character runs is not 1 ≤ shortest ≤ longest ≤ 16.</exception>
    public LexicalEmbedder(LexicalOptions? options = null)
    {
        _options = options ?? new LexicalOptions();
        var (shortest, longest) = (_options.ShortestCharacters, _options.LongestCharacters);
        if ((shortest, longest) != (0, 0) && (shortest < 1 || longest < shortest || longest > 16))
            throw new InvalidInputException(
                $"The lengths of character runs must satisfy 1 ≤ shortest ≤ longest ≤ 16, or both be 0; found {shortest} and {longest}.");
        if (!_options.Words && !_options.Bigrams && longest == 0)
            throw new InvalidInputException("A lexical embedder needs at least one kind of term; turn on words, bigrams or character runs.");
        Identity = "lexical" + (_options.Words ? "-words" : "") + (_options.Bigrams ? "-bigrams" : "")
            + (longest > 0 ? FormattableString.Invariant($"-chars{shortest}to{longest}") : "") + "/1";
    }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FeaturePart> Parts { get; } = [new("tfidf", FeatureKind.TermCounts, 1, 0)];

    /// <summary>0.3: ahead of 0.1 by a hair on validation documents with 50 picks; 1 was tried with 20 picks only and was behind 0.1 (docs/experiments.md, section 1).</summary>
    public double Noise => 0.3;

    /// <inheritdoc/>
    public IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var scanner = new LexicalScanner(_options);
        var features = new Features[texts.Count];
        for (var i = 0; i < features.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            features[i] = new Features([null], [scanner.Count(texts[i])]);
        }
        return features;
    }

    /// <summary>Does nothing: the embedder holds no resources.</summary>
    public void Dispose() { }
}
