using Loci.Text.Decoders;
using Loci.Text.Normalizers;
using Loci.Text.PreTokenizers;
using Loci.Text.Vocabularies;

namespace Loci.Text;

/// <summary>The parts a <see cref="Tokenizer"/> is put together from.</summary>
/// <param name="Vocabulary">The tokens and how they are found in a word.</param>
internal sealed record TokenizerParts(IVocabulary Vocabulary)
{
    /// <summary>Tokens found before anything else.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>Rewrites the text between added tokens, or null.</summary>
    public INormalizer? Normalizer { get; init; }

    /// <summary>Cuts normalised text into words, or null to keep it whole.</summary>
    public IPreTokenizer? PreTokenizer { get; init; }

    /// <summary>Ids that the tokenizer's template puts before a text.</summary>
    public int[] Prefix { get; init; } = [];

    /// <summary>Ids that the tokenizer's template puts after a text.</summary>
    public int[] Suffix { get; init; } = [];

    /// <summary>Turns tokens into text, or null to join them with spaces.</summary>
    public IDecoder? Decoder { get; init; }

    /// <summary>The token that opens a text.</summary>
    public int? BeginningOfText { get; init; }

    /// <summary>The token that ends a text.</summary>
    public int? EndOfText { get; init; }
}
