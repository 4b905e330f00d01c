using System.Globalization;
using System.Text.RegularExpressions;
using Loci.Embedding;

namespace Loci.Cli.Hosting;

/// <summary>Embedders by the identities that memories record, so that opening a memory needs no option.</summary>
internal static partial class Embedders
{
    /// <summary>The embedder with this identity, or the one of a new memory where none is given (docs/decisions/0006-lexical-memory.md).</summary>
    /// <exception cref="InvalidInputException">This program cannot make such an embedder.</exception>
    public static IEmbedder Open(string? identity = null)
    {
        if (identity is null) return new LexicalEmbedder();
        return Lexical(identity)
            ?? throw new InvalidInputException(
                $"expected a memory of words, word pairs or character runs (lexical-…/1), found one made with the embedder '{identity}', which the command line cannot open. Open it through the library, or remember its text anew in another memory.");
    }

    /// <summary>Reads the options out of an identity; null unless they give exactly this identity back.</summary>
    private static LexicalEmbedder? Lexical(string identity)
    {
        if (LexicalIdentity().Match(identity) is not { Success: true } match) return null;
        try
        {
            var embedder = new LexicalEmbedder(new LexicalOptions
            {
                Words = match.Groups["words"].Success,
                Bigrams = match.Groups["bigrams"].Success,
                ShortestCharacters = Length(match.Groups["shortest"]),
                LongestCharacters = Length(match.Groups["longest"]),
            });
            return embedder.Identity == identity ? embedder : null;
        }
        catch (InvalidInputException)
        {
            return null; // runs of lengths that no embedder has
        }
    }

    private static int Length(Group digits) => digits.Success ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^lexical(?<words>-words)?(?<bigrams>-bigrams)?(-chars(?<shortest>[0-9]{1,2})to(?<longest>[0-9]{1,2}))?/1$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LexicalIdentity();
}
