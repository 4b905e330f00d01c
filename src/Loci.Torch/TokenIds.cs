namespace Loci.Torch;

/// <summary>Token ids on their way into a model.</summary>
internal static class TokenIds
{
    /// <summary>Refuses ids outside the vocabulary, which would read beside the embedding table.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative or not below <paramref name="vocabulary"/>.</exception>
    public static void Check(ReadOnlySpan<int> tokens, int vocabulary)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if ((uint)tokens[i] >= (uint)vocabulary)
                throw new ArgumentOutOfRangeException(nameof(tokens), tokens[i], $"Expected token ids from 0 to {vocabulary - 1}, found {tokens[i]} at position {i}.");
        }
    }
}
