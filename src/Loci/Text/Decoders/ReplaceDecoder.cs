namespace Loci.Text.Decoders;

/// <summary>Replaces what a pattern matches in each token by fixed text.</summary>
internal sealed class ReplaceDecoder(ITextPattern pattern, string content) : IDecoder
{
    /// <inheritdoc/>
    public int Growth => Math.Max(1, content.Length);

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens) => tokens.ConvertAll(token => pattern.Replace(token, content));
}
