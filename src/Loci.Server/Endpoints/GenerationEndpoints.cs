using Loci.Server.Answering;
using Loci.Server.Asking;
using Loci.Server.Protocol;
using Loci.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loci.Server.Endpoints;

/// <summary><c>/v1/chat/completions</c> and <c>/v1/completions</c>.</summary>
internal static class GenerationEndpoints
{
    public static void MapGeneration(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/chat/completions", ChatAsync).WithTags("generation").WithSummary("Answer a conversation.").Accepts<ChatRequest>("application/json").Produces<ChatReply>().ProducesErrors();
        routes.MapPost("/v1/completions", CompleteAsync).WithTags("generation").WithSummary("Continue texts, score them, or both.").Accepts<CompletionRequest>("application/json").Produces<CompletionReply>().ProducesErrors();
    }

    private static async Task ChatAsync(HttpContext context, ChatReader reader, Answerer answerer, LociOptions options)
    {
        var body = await RequestBody<ChatRequest>.ReadAsync(context, ProtocolJson.Wire.ChatRequest, options.Limits.BodyBytes).ConfigureAwait(false);
        var asked = reader.Read(body.Value, Caller.TenantOf(context), Seeds.Fresh());
        await answerer.AnswerAsync(context, "chat", asked, body.Hash, (a, id, created, tokenizer) => new ChatWriter(a, id, created, tokenizer)).ConfigureAwait(false);
    }

    private static async Task CompleteAsync(HttpContext context, CompletionReader reader, Answerer answerer, LociOptions options)
    {
        var body = await RequestBody<CompletionRequest>.ReadAsync(context, ProtocolJson.Wire.CompletionRequest, options.Limits.BodyBytes).ConfigureAwait(false);
        var asked = reader.Read(body.Value, Caller.TenantOf(context), Seeds.Fresh());
        await answerer.AnswerAsync(context, "text_completion", asked, body.Hash, (a, id, created, tokenizer) => new CompletionWriter(a, id, created, tokenizer)).ConfigureAwait(false);
    }
}
