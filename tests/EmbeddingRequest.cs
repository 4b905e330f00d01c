using System.Text.Json;

namespace Loci.TestSupport;

/// <summary>A request for embeddings that the server was sent: its head, and what its body asks for.</summary>
public sealed record EmbeddingRequest(HubRequest Head, JsonElement Body)
{
    public string Key => Head.Header("Authorization") ?? "";

    public string Model => Body.GetProperty("model").GetString()!;

    public string[] Texts => Body.GetProperty("input") is { ValueKind: JsonValueKind.Array } texts ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : [Body.GetProperty("input").GetString()!];

    /// <summary>Whether vectors are to come as base64 instead of numbers.</summary>
    public bool Base64 => Body.TryGetProperty("encoding_format", out var format) && format.GetString() == "base64";

    /// <summary>Reads a request; null where the client goes before its end.</summary>
    public static async Task<EmbeddingRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (await HubRequest.ReadAsync(stream, storage: false, cancellationToken) is not { } head) return null;
        var body = new byte[int.Parse(head.Header("Content-Length") ?? "0", System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new EmbeddingRequest(head, body.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(body) : default);
    }
}
