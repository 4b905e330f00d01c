using System.Diagnostics.CodeAnalysis;
using Loci.OpenAI;

namespace Loci.Cli.Hosting;

/// <summary>
/// Embedders behind endpoints that speak OpenAI's protocol. The key comes from <c>OPENAI_API_KEY</c>, and <c>OPENAI_BASE_URL</c> names the endpoint where none is
/// written, as they do for other programs.
/// </summary>
internal static class EndpointEmbedders
{
    private const string Prefix = "openai:";

    /// <summary>Whether an option means an endpoint and not a folder.</summary>
    public static bool IsMeant([NotNullWhen(true)] string? given) => given?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>The one that the user names.</summary>
    /// <param name="given"><c>openai:MODEL</c> or <c>openai:MODEL@URL</c>.</param>
    /// <param name="identity">What the memory records, or null: spares asking for the dimensions where it is the same model.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<OpenAIEmbedder> GivenAsync(string given, string? identity, CancellationToken cancellationToken)
    {
        var model = OpenAIModel.Parse(given[Prefix.Length..], BaseAddress());
        var recorded = identity is null ? null : OpenAIModel.FromIdentity(identity);
        return OpenAsync(recorded?.Identity == model.Identity ? recorded : model, cancellationToken);
    }

    /// <summary>
    /// The one that a memory records. A memory may come from anyone, and texts and the key are sent to the endpoint: so one that is neither OpenAI's, nor
    /// <c>OPENAI_BASE_URL</c>, nor on this machine has to be named by the user.
    /// </summary>
    /// <exception cref="InvalidInputException">It has to be named.</exception>
    public static Task<OpenAIEmbedder> RecordedAsync(OpenAIModel model, CancellationToken cancellationToken)
    {
        var trusted = model.Endpoint.IsLoopback || Same(model.Endpoint, OpenAIModel.DefaultEndpoint) || Same(model.Endpoint, BaseAddress());
        return trusted ? OpenAsync(model, cancellationToken)
            : throw new InvalidInputException($"the memory was made with '{model.Name}' at {model.Address}, to which every prompt and your OPENAI_API_KEY would be sent. If that is meant, say --embedder {Prefix}{model.Name}@{model.Address}, or set OPENAI_BASE_URL to that address.");
    }

    private static Task<OpenAIEmbedder> OpenAsync(OpenAIModel model, CancellationToken cancellationToken) =>
        OpenAIEmbedder.OpenAsync(model, new OpenAIEmbedderOptions { Key = Environment.GetEnvironmentVariable("OPENAI_API_KEY") }, cancellationToken);

    private static Uri? BaseAddress() => Environment.GetEnvironmentVariable("OPENAI_BASE_URL") is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
        : throw new InvalidInputException("OPENAI_BASE_URL: expected a web address such as https://api.openai.com/v1, found something else.");

    private static bool Same(Uri endpoint, Uri? other) => endpoint.AbsoluteUri.TrimEnd('/') == other?.AbsoluteUri.TrimEnd('/');
}
