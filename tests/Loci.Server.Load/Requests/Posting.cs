using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Loci.Server.Load.Requests;

/// <summary>Requests as JSON.</summary>
internal static class Posting
{
    /// <summary>Posts; gives the status and the answer.</summary>
    public static async Task<(int Status, JsonNode Body)> PostAsync(this HttpClient client, string path, JsonNode body, CancellationToken cancellationToken = default)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content, cancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!);
    }

    /// <summary>A completion, tuned by a few picks where they are above 0.</summary>
    public static JsonObject Completion(string prompt, int tokens, int picks)
    {
        var body = new JsonObject { ["model"] = "loci-small", ["prompt"] = prompt, ["max_tokens"] = tokens, ["temperature"] = 0, ["logprobs"] = 1 };
        if (picks > 0) body["tuning"] = new JsonObject { ["count"] = picks, ["guard"] = false };
        return body;
    }

    /// <summary>Whether a body is an error in OpenAI's shape.</summary>
    public static bool IsError(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["error"]?["message"]?.GetValue<string>() is { Length: > 0 };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>All that was computed, without times and names.</summary>
    public static string Essence(JsonNode answer) => $"{answer["choices"]!.ToJsonString()}\n{answer["system_fingerprint"]}\n{answer["tuning"]?["selected"]?.ToJsonString()}\n{answer["tuning"]?["loss"]?.ToJsonString()}";

    /// <summary>The value below which a share of all lies.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
