using System.Runtime.InteropServices;
using System.Text.Json;
using Loci.Server.Asking;
using Loci.Server.Engines;
using Loci.Server.Errors;
using Loci.Server.Protocol;
using Loci.Server.Scheduling;
using Loci.Server.Security;
using Loci.Server.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loci.Server.Endpoints;

/// <summary><c>/v1/embeddings</c>: texts by the model's own mean hidden state, of length 1.</summary>
internal static class EmbeddingEndpoints
{
    public static void MapEmbeddings(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/embeddings", EmbedAsync).WithTags("embeddings").WithSummary("Embed texts.").Accepts<EmbeddingRequest>("application/json").Produces<EmbeddingReply>().ProducesErrors();

    private static async Task EmbedAsync(HttpContext context, ServedModel model, JobScheduler scheduler, LociOptions options)
    {
        var body = await RequestBody<EmbeddingRequest>.ReadAsync(context, ProtocolJson.Wire.EmbeddingRequest, options.Limits.BodyBytes).ConfigureAwait(false);
        var request = body.Value;
        _ = model.IsTuned(request.Model);
        var identity = model.Identity;
        if (identity.HiddenSize == 0) throw ApiException.Invalid("This server's model embeds no texts.", "model", "unsupported_parameter");
        Field.Unsupported("dimensions", request.Dimensions is { } dimensions && dimensions != identity.HiddenSize);
        var base64 = request.EncodingFormat switch
        {
            null or "float" => false,
            "base64" => true,
            var other => throw ApiException.Invalid($"Expected 'encoding_format' to be float or base64, found '{ApiException.Quote(other)}'.", "encoding_format", "invalid_value"),
        };
        int[][] texts = [.. PromptReader.Read("input", request.Input, identity.VocabularySize, options.Limits.Texts).Select(text => text.Tokens ?? model.Tokenizer.Encode(text.Text!))];
        foreach (var text in texts) CompletionReader.CheckLength(text.Length, identity.ContextLength);
        var vectors = await RunAsync(context, new EmbeddingJob(texts), model, scheduler, options).ConfigureAwait(false);
        var read = texts.Sum(text => text.Length);
        await Reply.WriteAsync(context, new EmbeddingReply([.. vectors.Select((vector, i) => new EmbeddingEntry(i, Written(vector, base64)))], request.Model!, new Usage(read, 0, read)), ProtocolJson.Wire.EmbeddingReply).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<float[]>> RunAsync(HttpContext context, EmbeddingJob job, ServedModel model, JobScheduler scheduler, LociOptions options)
    {
        var tenant = Caller.TenantOf(context);
        var run = scheduler.Submit(job, tenant, JobHash.Of(model.Identity.BaseHash, tenant, job), options.Limits.Time);
        try
        {
            await foreach (var what in run.ReadAsync(context.RequestAborted).ConfigureAwait(false))
            {
                if (what is TextsEmbedded embedded) return embedded.Vectors;
            }
            throw ApiException.Unavailable("The texts were not embedded.", TimeSpan.FromSeconds(1));
        }
        finally
        {
            run.Leave();
        }
    }

    private static JsonElement Written(float[] vector, bool base64) => base64
        ? JsonSerializer.SerializeToElement(Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan())), ProtocolJson.Wire.String)
        : JsonSerializer.SerializeToElement(vector, ProtocolJson.Wire.SingleArray);
}
