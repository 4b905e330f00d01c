namespace Loci.Text.Decoders;

/// <summary>Turns marks back into spaces, and drops those of the first token where encoding put one there.</summary>
/// <param name="mark">What a space was written as.</param>
/// <param name="dropsFirst">Whether the first token's marks are dropped.</param>
internal sealed class MetaspaceDecoder(string mark, bool dropsFirst) : IDecoder
{
    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens) =>
        [.. tokens.Select((token, i) => token.Replace(mark, i == 0 && dropsFirst ? "" : " ", StringComparison.Ordinal))];
}
