namespace Loci.Text.Decoders;

/// <summary>Puts words together from their pieces, and spaces between words.</summary>
/// <param name="prefix">What pieces begin with that continue a word.</param>
/// <param name="cleansUp">Whether spaces before punctuation and English contractions are taken out again.</param>
internal sealed class WordPieceDecoder(string prefix, bool cleansUp) : IDecoder
{
    private static readonly (string Written, string Meant)[] _cleanups =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens) => [.. tokens.Select(Decode)];

    private string Decode(string token, int position)
    {
        if (position > 0)
        {
            token = prefix.Length > 0 && token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
        }

        foreach ((string written, string meant) in cleansUp ? _cleanups : [])
        {
            token = token.Replace(written, meant, StringComparison.Ordinal);
        }

        return token;
    }
}
