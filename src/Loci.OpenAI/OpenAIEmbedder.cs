using System.ClientModel;
using System.ClientModel.Primitives;
using Loci.Embedding;
using Loci.ExtensionsAI;
using OpenAI;

namespace Loci.OpenAI;

/// <summary>
/// Texts by an embedding model behind an endpoint that speaks OpenAI's protocol. Every text, of memories and of prompts, is sent there. Vectors are L2-normalised.
/// Safe to share between threads.
/// </summary>
/// <remarks>
/// The identity names model, endpoint and dimensions, <c>openai/1:model@endpoint:d</c>; whether the endpoint computes tomorrow what it computes today is its
/// keeper's promise. Requests are tried again by the client, see <see cref="OpenAIEmbedderOptions.Retries"/>.
/// </remarks>
public sealed class OpenAIEmbedder : IEmbedder
{
    private const string NoKey = "none"; // the client does not go without one

    private readonly GeneratorEmbedder _embedder;

    private OpenAIEmbedder(GeneratorEmbedder embedder) => _embedder = embedder;

    /// <inheritdoc/>
    public string Identity => _embedder.Identity;

    /// <inheritdoc/>
    public IReadOnlyList<FeaturePart> Parts => _embedder.Parts;

    /// <inheritdoc/>
    public double Noise => _embedder.Noise;

    /// <summary>Makes the embedder. Asks the endpoint, for one text, only where the model's dimensions are not known.</summary>
    /// <param name="model">The model and where it is.</param>
    /// <param name="options">The key, and how it is asked; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">OpenAI's own endpoint is asked without a key, an option makes no sense, or the endpoint refuses the key or the model.</exception>
    /// <exception cref="EndpointException">The endpoint does not answer, or not as the protocol says.</exception>
    public static async Task<OpenAIEmbedder> OpenAsync(OpenAIModel model, OpenAIEmbedderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        OpenAIModel.Hold(model.Endpoint);
        options ??= new OpenAIEmbedderOptions();
        if (options.Retries < 0 || options.Timeout <= TimeSpan.Zero)
            throw new InvalidInputException($"Expected retries of at least 0 and a timeout above 0, found {options.Retries} and {options.Timeout}.");
        if (string.IsNullOrWhiteSpace(options.Key) && model.Endpoint.Host == OpenAIModel.DefaultEndpoint.Host)
            throw new InvalidInputException($"{model.Address}: expected a key, found none. Set OPENAI_API_KEY, or name another endpoint (openai:MODEL@URL).");
        return new OpenAIEmbedder(await GeneratorEmbedder.OpenAsync(Generator(model, options), new GeneratorEmbedderOptions
        {
            Name = model.Identity,
            Dimensions = model.Dimensions,
            BatchSize = options.BatchSize,
            Parallelism = options.Parallelism,
            Noise = options.Noise,
        }, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) => _embedder.Embed(texts, cancellationToken);

    /// <summary>Embeds each text; the answer has one entry per text, in order.</summary>
    public Task<IReadOnlyList<Features>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) => _embedder.EmbedAsync(texts, cancellationToken);

    /// <summary>Frees nothing: connections go back to the pool by themselves.</summary>
    public void Dispose() => _embedder.Dispose();

    private static OpenAIGenerator Generator(OpenAIModel model, OpenAIEmbedderOptions options)
    {
        var key = string.IsNullOrWhiteSpace(options.Key) ? null : options.Key.Trim();
        var client = new OpenAIClient(new ApiKeyCredential(key ?? NoKey), new OpenAIClientOptions
        {
            Endpoint = model.Endpoint,
            RetryPolicy = new ClientRetryPolicy(options.Retries),
            NetworkTimeout = options.Timeout,
        });
        return new OpenAIGenerator(client.GetEmbeddingClient(model.Name), model, key);
    }
}
