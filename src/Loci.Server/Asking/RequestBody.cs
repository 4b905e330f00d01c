using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Loci.Server.Errors;
using Microsoft.AspNetCore.Http;

namespace Loci.Server.Asking;

/// <summary>A request's body, read whole and within its bound.</summary>
/// <param name="Value">What it says.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
internal sealed record RequestBody<T>(T Value, byte[] Hash)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="ApiException">It is too long, no JSON, or of another shape.</exception>
    public static async Task<RequestBody<T>> ReadAsync(HttpContext context, JsonTypeInfo<T> type, long limit)
    {
        if (!context.Request.HasJsonContentType())
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "invalid_request_error", "Expected a body of Content-Type application/json.", parameter: null, "unsupported_media_type");
        var bytes = await BytesAsync(context.Request, limit, context.RequestAborted).ConfigureAwait(false);
        try
        {
            var value = JsonSerializer.Deserialize(bytes, type) ?? throw ApiException.Invalid("Expected a JSON object as the body, found null.", code: "invalid_json");
            return new RequestBody<T>(value, SHA256.HashData(bytes));
        }
        catch (JsonException wrong)
        {
            throw Explain(wrong);
        }
    }

    private static async Task<byte[]> BytesAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit) throw TooLong(limit);
        using var body = new MemoryStream();
        var block = new byte[16384];
        for (int read; (read = await request.Body.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + read > limit) throw TooLong(limit);
            body.Write(block, 0, read);
        }
        return body.ToArray();
    }

    private static ApiException TooLong(long limit) => new(
        StatusCodes.Status413PayloadTooLarge, "invalid_request_error", $"The body is larger than the {limit} bytes that this server takes. Send less at a time.", parameter: null, "request_too_large");

    /// <summary>Where the JSON is wrong, without what the parser says of types.</summary>
    private static ApiException Explain(JsonException wrong)
    {
        var path = wrong.Path is { Length: > 2 } given && given.StartsWith("$.", StringComparison.Ordinal) ? ApiException.Quote(given[2..]) : null;
        var place = wrong.LineNumber is { } line ? $" (line {line + 1}, byte {wrong.BytePositionInLine + 1})" : "";
        return path is null
            ? ApiException.Invalid($"Expected a JSON object as the API describes it, found something else{place}.", code: "invalid_json")
            : ApiException.Invalid($"'{path}' has a value of the wrong kind{place}.", path, "invalid_type");
    }
}
