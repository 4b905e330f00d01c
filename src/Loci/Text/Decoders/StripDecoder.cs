namespace Loci.Text.Decoders;

/// <summary>Takes a character away from the ends of each token, so often at most.</summary>
/// <param name="character">The character, as text.</param>
/// <param name="start">How often at the start.</param>
/// <param name="stop">How often at the end.</param>
internal sealed class StripDecoder(string character, int start, int stop) : IDecoder
{
    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens) => tokens.ConvertAll(Strip);

    private string Strip(string token)
    {
        ReadOnlySpan<char> rest = token;
        for (int i = 0; i < start && rest.StartsWith(character, StringComparison.Ordinal); i++)
        {
            rest = rest[character.Length..];
        }

        for (int i = 0; i < stop && rest.EndsWith(character, StringComparison.Ordinal); i++)
        {
            rest = rest[..^character.Length];
        }

        return rest.Length == token.Length ? token : rest.ToString();
    }
}
