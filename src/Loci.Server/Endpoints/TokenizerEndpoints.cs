using Loci.Server.Asking;
using Loci.Server.Errors;
using Loci.Server.Protocol;
using Loci.Server.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loci.Server.Endpoints;

/// <summary><c>/tokenize</c>, <c>/detokenize</c> and <c>/tokenizer_info</c>, at the root and under <c>/v1</c>, for clients that have no tokenizer of their own.</summary>
internal static class TokenizerEndpoints
{
    public static void MapTokenizer(this IEndpointRouteBuilder routes)
    {
        foreach (var root in (string[])["", "/v1"])
        {
            routes.MapPost($"{root}/tokenize", TokenizeAsync).WithTags("tokenizer").WithSummary("A text in tokens.").Accepts<TokenizeRequest>("application/json").Produces<TokenizeReply>().ProducesErrors();
            routes.MapPost($"{root}/detokenize", DetokenizeAsync).WithTags("tokenizer").WithSummary("The text of tokens.").Accepts<DetokenizeRequest>("application/json").Produces<DetokenizeReply>().ProducesErrors();
            routes.MapGet($"{root}/tokenizer_info", InfoAsync).WithTags("tokenizer").WithSummary("What has to be known of the tokenizer.").Produces<TokenizerInfo>().ProducesErrors();
        }
    }

    private static async Task TokenizeAsync(HttpContext context, ServedModel model, LociOptions options)
    {
        var request = (await RequestBody<TokenizeRequest>.ReadAsync(context, ProtocolJson.Wire.TokenizeRequest, options.Limits.BodyBytes).ConfigureAwait(false)).Value;
        if (request.Model is not null) _ = model.IsTuned(request.Model);
        var tokens = model.Tokenizer.Encode(request.Prompt ?? throw ApiException.Invalid("Expected a text in 'prompt', found none.", "prompt", "missing"), request.AddSpecialTokens ?? true);
        string[]? texts = request.ReturnTokenStrs is true ? [.. tokens.Select(token => model.Tokenizer.Decode([token]))] : null;
        await Reply.WriteAsync(context, new TokenizeReply(tokens.Length, model.Identity.ContextLength, tokens, texts), ProtocolJson.Wire.TokenizeReply).ConfigureAwait(false);
    }

    private static async Task DetokenizeAsync(HttpContext context, ServedModel model, LociOptions options)
    {
        var request = (await RequestBody<DetokenizeRequest>.ReadAsync(context, ProtocolJson.Wire.DetokenizeRequest, options.Limits.BodyBytes).ConfigureAwait(false)).Value;
        if (request.Model is not null) _ = model.IsTuned(request.Model);
        int[] tokens = [.. request.Tokens ?? throw ApiException.Invalid("Expected token ids in 'tokens', found none.", "tokens", "missing")];
        if (tokens.Any(token => token < 0 || token >= model.Tokenizer.VocabularySize))
            throw ApiException.Invalid($"Expected token ids between 0 and {model.Tokenizer.VocabularySize - 1} in 'tokens', found another.", "tokens", "invalid_token");
        await Reply.WriteAsync(context, new DetokenizeReply(model.Tokenizer.Decode(tokens)), ProtocolJson.Wire.DetokenizeReply).ConfigureAwait(false);
    }

    private static Task InfoAsync(HttpContext context, ServedModel model)
    {
        var tokenizer = model.Tokenizer;
        string? Text(int? token) => token is { } id ? tokenizer.Decode([id]) : null;
        return Reply.WriteAsync(context, new TokenizerInfo
        {
            VocabSize = tokenizer.VocabularySize, ModelMaxLength = model.Identity.ContextLength, ChatTemplateFamily = model.Template?.Name,
            BosToken = Text(tokenizer.BeginningOfText), BosTokenId = tokenizer.BeginningOfText, EosToken = Text(tokenizer.EndOfText), EosTokenId = tokenizer.EndOfText, PadToken = Text(tokenizer.EndOfText),
        }, ProtocolJson.Wire.TokenizerInfo);
    }
}
