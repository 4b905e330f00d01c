using System.Globalization;

namespace Loci.OpenAI;

/// <summary>An embedding model behind an endpoint that speaks OpenAI's protocol: OpenAI itself, or a server such as vLLM, llama.cpp or Ollama.</summary>
/// <param name="Name">The model, as the endpoint calls it.</param>
/// <param name="Endpoint">Where it is asked, up to and without <c>/embeddings</c>; no user, query or fragment.</param>
/// <param name="Dimensions">d where it is known, as it is of a model that a memory records.</param>
public sealed record OpenAIModel(string Name, Uri Endpoint, int? Dimensions = null)
{
    private const string IdentityKind = "openai/1:";

    /// <summary>OpenAI's own endpoint.</summary>
    public static Uri DefaultEndpoint { get; } = new("https://api.openai.com/v1");

    /// <summary>What an embedder of this model is called, without the dimensions: <c>openai/1:model@endpoint</c>.</summary>
    public string Identity => $"{IdentityKind}{Name}@{Address}";

    /// <summary>The endpoint as it is recorded and shown: no slash at its end.</summary>
    public string Address => Endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>Reads <c>MODEL</c> or <c>MODEL@URL</c>.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="endpoint">The endpoint where none is written; null for OpenAI's own.</param>
    /// <exception cref="InvalidInputException">There is no model, or the endpoint is no web address, or holds what may be a secret.</exception>
    public static OpenAIModel Parse(string text, Uri? endpoint = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = Math.Max(text.LastIndexOf("@http://", StringComparison.OrdinalIgnoreCase), text.LastIndexOf("@https://", StringComparison.OrdinalIgnoreCase));
        var name = at < 0 ? text : text[..at];
        if (string.IsNullOrWhiteSpace(name) || (at < 0 && text.LastIndexOf('@') > 0))
            throw new InvalidInputException("expected openai:MODEL or openai:MODEL@URL, where URL begins with http:// or https://, such as openai:text-embedding-3-small@https://api.openai.com/v1.");
        return new OpenAIModel(name, Hold(at < 0 ? endpoint ?? DefaultEndpoint : ToUri(text[(at + 1)..])));
    }

    /// <summary>Reads the identity that an <see cref="OpenAIEmbedder"/> gave a memory; null where it is that of something else.</summary>
    public static OpenAIModel? FromIdentity(string identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var end = identity.LastIndexOf(':');
        if (!identity.StartsWith(IdentityKind, StringComparison.Ordinal) || end < IdentityKind.Length
            || !int.TryParse(identity.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var dimensions) || dimensions < 1)
            return null;
        try
        {
            var model = Parse(identity[IdentityKind.Length..end]) with { Dimensions = dimensions };
            return FormattableString.Invariant($"{model.Identity}:{dimensions}") == identity ? model : null;
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    /// <summary>Throws unless the endpoint can be asked and recorded.</summary>
    internal static Uri Hold(Uri endpoint)
    {
        if (endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            throw new InvalidInputException("expected an endpoint that begins with http:// or https://, found another address.");
        if (endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
            throw new InvalidInputException($"expected an endpoint without user, query and fragment, since memories record it, found one at {endpoint.Host} that has some. The key belongs into OPENAI_API_KEY.");
        return endpoint;
    }

    private static Uri ToUri(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
        : throw new InvalidInputException("expected a web address behind openai:MODEL@, found none that can be read.");
}
