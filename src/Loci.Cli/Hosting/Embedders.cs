using System.Globalization;
using System.Text.RegularExpressions;
using Loci.Embedding;
using Loci.OpenAI;
using Loci.Torch.Encoding;

namespace Loci.Cli.Hosting;

/// <summary>Embedders by the identities that memories record, so that opening a memory needs no option.</summary>
internal static partial class Embedders
{
    /// <summary>The embedder to use: the one that is given, else the one with this identity, else that of a new memory (docs/decisions/0006-lexical-memory.md).</summary>
    /// <param name="identity">What the memory records, or null where there is no memory yet.</param>
    /// <param name="given">Folder or name of an encoder or a static model, or <c>openai:MODEL@URL</c>, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">This program cannot make such an embedder.</exception>
    public static async Task<IEmbedder> OpenAsync(string? identity = null, string? given = null, CancellationToken cancellationToken = default)
    {
        if (EndpointEmbedders.IsMeant(given)) return await EndpointEmbedders.GivenAsync(given, identity, cancellationToken);
        if (given is not null) return Load(Places.Model(given));
        if (identity is null) return new LexicalEmbedder();
        if (OpenAIModel.FromIdentity(identity) is { } model) return await EndpointEmbedders.RecordedAsync(model, cancellationToken);
        if (identity.StartsWith("encoder-", StringComparison.Ordinal) || identity.StartsWith("static/", StringComparison.Ordinal)) return Installed(identity);
        return Lexical(identity) ?? (IEmbedder?)GivenVectors.Find(identity)
            ?? throw new InvalidInputException(
                $"expected a memory of words, word pairs or character runs (lexical-…/1), of an encoder (encoder-…/1), of a static model (static/1) or of an endpoint (openai/1), found one made with the embedder '{identity}', which the command line cannot open. Open it through the library, or remember its text anew in another memory.");
    }

    private static IEmbedder Load(string folder) => StaticEmbedder.IsModel(folder) ? StaticEmbedder.Load(folder) : NativeStart.Quietly(() => EncoderEmbedder.Load(folder));

    /// <summary>Looks for the encoder or static model with this identity among all models that have a name.</summary>
    private static IEmbedder Installed(string identity) => (IEmbedder?)StaticEmbedder.Find(Places.Models(), identity) ?? NativeStart.Quietly(() => EncoderEmbedder.Find(Places.Models(), identity))
        ?? throw new InvalidInputException(
            $"expected the model that the memory was made with, '{identity}', found it neither in LOCI_HOME/models, nor in a folder models here or above, nor among what was fetched from the hub. Put it there unchanged, or name its folder with --embedder.");

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
