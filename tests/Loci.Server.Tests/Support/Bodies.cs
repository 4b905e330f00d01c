using System.Text.Json.Nodes;

namespace Loci.Server.Tests.Support;

/// <summary>Bodies of requests that tests ask again and again.</summary>
internal static class Bodies
{
    public static JsonObject Chat(string prompt, int tokens = 8, JsonObject? tuning = null)
    {
        var body = new JsonObject
        {
            ["model"] = "loci-small", ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }), ["max_tokens"] = tokens, ["temperature"] = 0,
        };
        if (tuning is not null) body["tuning"] = tuning;
        return body;
    }

    public static JsonObject Completion(string prompt, int tokens = 8, JsonObject? tuning = null)
    {
        var body = new JsonObject { ["model"] = "loci-small", ["prompt"] = prompt, ["max_tokens"] = tokens, ["temperature"] = 0 };
        if (tuning is not null) body["tuning"] = tuning;
        return body;
    }

    public static JsonObject With(this JsonObject body, string name, JsonNode value)
    {
        body[name] = value;
        return body;
    }
}
