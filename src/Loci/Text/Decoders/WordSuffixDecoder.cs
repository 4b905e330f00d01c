namespace Loci.Text.Decoders;

/// <summary>Turns the mark that ends a word into a space, except at the end of the text.</summary>
internal sealed class WordSuffixDecoder(string suffix) : IDecoder
{
    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens) =>
        [.. tokens.Select((token, i) => token.Replace(suffix, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal))];
}
