using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI.Embeddings;

namespace Loci.OpenAI;

/// <summary>
/// The official client as a generator. Puts vectors into the order of the texts by the places that the answer names, which the package's own generator does not
/// look at; says in plain words what an endpoint finds wrong, and keeps the key out of it.
/// </summary>
internal sealed class OpenAIGenerator(EmbeddingClient client, OpenAIModel model, string? key) : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int LongestQuote = 300;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await client.GenerateEmbeddingsAsync(values, options: null, cancellationToken).ConfigureAwait(false);
            OpenAIEmbedding[] entries = [.. answer.Value.OrderBy(entry => entry.Index)];
            return entries.Index().All(entry => entry.Item.Index == entry.Index)
                ? new GeneratedEmbeddings<Embedding<float>>(entries.Select(entry => new Embedding<float>(entry.ToFloats())))
                : throw new InvalidDataException("its entries do not say each another place.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            throw Explain(e is AggregateException { InnerExceptions: [.., var last] } ? last : e); // the client gathers what its tries threw
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private Exception Explain(Exception e) => e switch
    {
        ClientResultException { Status: 401 or 403 } refused => new InvalidInputException(
            $"{model.Address}: expected a key that the endpoint accepts, {(key is null ? "gave none" : "gave one that it refuses")} (status {refused.Status}). Set OPENAI_API_KEY.", Safe(e)),
        ClientResultException { Status: 404 } => new InvalidInputException(
            $"{model.Address}: expected an endpoint with the embedding model '{model.Name}', found none (status 404: {Quote(e)}). Look at the model's name, and whether the address ends as in https://api.openai.com/v1.", Safe(e)),
        ClientResultException { Status: 429 } => new EndpointException($"{model.Address}: the endpoint says that too much is asked of it (status 429: {Quote(e)}). Try again later, or look at your quota.", Safe(e)),
        ClientResultException { Status: >= 400 and < 500 } refused => new InvalidInputException(
            $"{model.Address}: the endpoint refuses to embed with '{model.Name}' (status {refused.Status}: {Quote(e)}).", Safe(e)),
        ClientResultException { Status: >= 500 } failed => new EndpointException($"{model.Address}: the endpoint fails (status {failed.Status}: {Quote(e)}). Try again later.", Safe(e)),
        ClientResultException or HttpRequestException or IOException => new EndpointException(
            $"{model.Address}: the endpoint cannot be reached, or the connection was lost: {Quote(e)} Is this machine online, and the server running?", Safe(e)),
        OperationCanceledException => new EndpointException($"{model.Address}: expected an answer, found silence. Is the server running?", Safe(e)),
        _ => new EndpointException($"{model.Address}: expected an answer with embeddings, found one that cannot be read: {Quote(e)}", Safe(e)),
    };

    /// <summary>What was thrown, unless it holds the key, which a server may send back.</summary>
    private Exception Safe(Exception e) => key is not null && e.ToString().Contains(key, StringComparison.Ordinal) ? new EndpointException("The endpoint sent the key back; what it said is left out.") : e;

    private string Quote(Exception e)
    {
        var text = e.Message.ReplaceLineEndings(" ").Trim();
        if (key is not null) text = text.Replace(key, "(the key)", StringComparison.Ordinal);
        return text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";
    }
}
