using System.Globalization;
using System.Text.Json;
using Loci.Server.Protocol;
using Microsoft.AspNetCore.Http;

namespace Loci.Server.Errors;

/// <summary>Writes errors in OpenAI's shape.</summary>
internal static class ErrorWriter
{
    /// <summary>The error as a body.</summary>
    public static ErrorReply Body(ApiException error) => new(new ErrorDetail(error.Message, error.Type, error.Parameter, error.Code));

    /// <summary>Answers with an error; the response must not have begun.</summary>
    public static async Task WriteAsync(HttpContext context, ApiException error)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        if (error.RetryAfter is { } wait) response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (error.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(Body(error), ProtocolJson.Wire.ErrorReply), context.RequestAborted).ConfigureAwait(false);
    }
}
