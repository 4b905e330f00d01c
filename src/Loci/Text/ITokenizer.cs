namespace Loci.Text;

/// <summary>Text to token ids and back. Implementations are immutable and safe to share between threads.</summary>
public interface ITokenizer
{
    /// <summary>Number of ids, added tokens included; every id is in [0, VocabularySize).</summary>
    int VocabularySize { get; }

    /// <summary>The token that opens a text, if the model has one.</summary>
    int? BeginningOfText { get; }

    /// <summary>The token that ends a text, if the model has one.</summary>
    int? EndOfText { get; }

    /// <summary>The ids of <paramref name="text"/>. Special tokens written in the text are recognised as such.</summary>
    /// <param name="text">Any text; nothing is normalised beyond what the tokenizer itself does.</param>
    /// <param name="addSpecialTokens">Whether the tokenizer's own template (such as a beginning-of-text token) is put around the text.</param>
    int[] Encode(string text, bool addSpecialTokens = false);

    /// <summary>
    /// The ids of segments as one text, without the tokenizer's own template. Special tokens are recognised in markup alone: text of others cannot
    /// write one. Where it holds nothing that looks like one, the ids are those of the joined string.
    /// </summary>
    /// <param name="segments">The text in order.</param>
    /// <param name="reserved">Tokens that are kept out of other people's text like special ones, though the tokenizer calls them ordinary. Default: none.</param>
    int[] Encode(IReadOnlyList<TextSegment> segments, IReadOnlyCollection<string>? reserved = null);

    /// <summary>The text of <paramref name="ids"/>.</summary>
    /// <param name="ids">Token ids; one outside the vocabulary is an <see cref="ArgumentOutOfRangeException"/>.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false);
}
