using System.Text;
using System.Text.Json;
using Loci.Server.Errors;
using Loci.Server.Protocol;
using Microsoft.AspNetCore.Http;

namespace Loci.Server.Answering;

/// <summary>A stream of server-sent events. Its head goes out with the first of them, so that what fails before is an HTTP status.</summary>
/// <param name="context">The request.</param>
internal sealed class EventStream(HttpContext context)
{
    /// <summary>Whether the head has gone out.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Sends one event.</summary>
    public Task SendAsync(byte[] json) => WriteAsync([.. "data: "u8, .. json, .. "\n\n"u8]);

    /// <summary>Sends a comment, which clients pass over.</summary>
    public Task CommentAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes($": {text}\n\n"));

    /// <summary>Says that nothing follows.</summary>
    public Task DoneAsync() => WriteAsync([.. "data: [DONE]\n\n"u8]);

    /// <summary>Says what went wrong. What was thrown has then to leave the application: the server breaks the connection off, so that clients that pass over errors within a stream notice that it has no end.</summary>
    public Task FailAsync(ApiException error) => SendAsync(JsonSerializer.SerializeToUtf8Bytes(ErrorWriter.Body(error), ProtocolJson.Wire.ErrorReply));

    private async Task WriteAsync(byte[] bytes)
    {
        if (!HasBegun)
        {
            HasBegun = true;
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers["X-Accel-Buffering"] = "no";
        }
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
