using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Loci.Server.Endpoints;

/// <summary>Writes answers as JSON, with the content type that strict clients ask for, to the letter.</summary>
internal static class Reply
{
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, type), context.RequestAborted).ConfigureAwait(false);
    }
}
