using System.Text;
using System.Text.Json.Nodes;

namespace Loci.Server.Tests.Support;

/// <summary>A stream of server-sent events as it stands on the wire.</summary>
/// <param name="Lines">Every line that is not empty.</param>
/// <param name="Broken">Whether the connection broke off before its end.</param>
/// <param name="ContentType">The content type, to the letter.</param>
/// <param name="Buffering">What X-Accel-Buffering says.</param>
internal sealed record RawStream(IReadOnlyList<string> Lines, bool Broken, string? ContentType, string? Buffering)
{
    /// <summary>The JSON of every event.</summary>
    public IReadOnlyList<JsonNode> Chunks => [.. Lines.Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line["data: ".Length..])!)];

    /// <summary>Every comment.</summary>
    public IReadOnlyList<string> Comments => [.. Lines.Where(line => line.StartsWith(": ", StringComparison.Ordinal))];

    /// <summary>Asks for a stream and reads it to its end, however that comes.</summary>
    /// <param name="client">The client.</param>
    /// <param name="path">Where.</param>
    /// <param name="body">What is asked, <c>stream</c> included.</param>
    /// <param name="seen">Told each line as it comes.</param>
    public static async Task<RawStream> ReadAsync(HttpClient client, string path, JsonNode body, Action<string>? seen = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var lines = new List<string>();
        var broken = false;
        try
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                if (line.Length == 0) continue;
                lines.Add(line);
                seen?.Invoke(line);
            }
        }
        catch (Exception gone) when (gone is IOException or HttpRequestException)
        {
            broken = true;
        }
        var buffering = response.Headers.TryGetValues("X-Accel-Buffering", out var values) ? values.Single() : null;
        return new RawStream(lines, broken, response.Content.Headers.ContentType?.ToString(), buffering);
    }
}
