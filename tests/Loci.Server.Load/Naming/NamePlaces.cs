using System.Text;
using System.Text.Json.Nodes;

namespace Loci.Server.Load.Naming;

/// <summary>Every place of the API that takes a name: in bodies, and in addresses with what has to be encoded encoded.</summary>
internal static class NamePlaces
{
    /// <summary>Where a document's source is given.</summary>
    public static NamePlace Source { get; } = new("source of a document", name => Post("/v1/memory/documents", Document(name, name)), MayTake: true);

    /// <summary>The places.</summary>
    public static IReadOnlyList<NamePlace> All { get; } =
    [
        new("model of a chat", name => Post("/v1/chat/completions", Chat(name))),
        new("tuned model of a chat", name => Post("/v1/chat/completions", Chat($"{name}:tuned"))),
        new("role of a message", name => Post("/v1/chat/completions", new JsonObject { ["model"] = "loci-small", ["messages"] = new JsonArray(new JsonObject { ["role"] = name, ["content"] = "x" }) })),
        new("model of a completion", name => Post("/v1/completions", new JsonObject { ["model"] = name, ["prompt"] = "x", ["max_tokens"] = 1 })),
        new("model of an embedding", name => Post("/v1/embeddings", new JsonObject { ["model"] = name, ["input"] = "x" })),
        new("model of /tokenize", name => Post("/tokenize", new JsonObject { ["model"] = name, ["prompt"] = "x" })),
        new("model of /detokenize", name => Post("/detokenize", new JsonObject { ["model"] = name, ["tokens"] = new JsonArray(5) })),
        new("tuning.memory", name => Post("/v1/chat/completions", Chat("loci-small", new JsonObject { ["memory"] = name }))),
        new("tuning.method", name => Post("/v1/chat/completions", Chat("loci-small", new JsonObject { ["method"] = name }))),
        new("tuning.query", name => Post("/v1/chat/completions", Chat("loci-small", new JsonObject { ["query"] = name }))),
        new("tuning.return", name => Post("/v1/chat/completions", Chat("loci-small", new JsonObject { ["return"] = new JsonArray(name) }))),
        new("field of tuning", name => Post("/v1/chat/completions", Chat("loci-small", new JsonObject { [$"{name}x"] = 1 }))),
        new("method of a selection", name => Post("/v1/select", new JsonObject { ["prompt"] = "pump", ["count"] = 1, ["method"] = name })),
        new("rule of an exploration", name => Post("/v1/tuning/explore", new JsonObject { ["prompt"] = "pump", ["count"] = 1, ["rules"] = new JsonArray(name) })),
        Source,
        new("source that replaces", name => Post("/v1/memory/documents", new JsonObject { ["documents"] = new JsonArray(new JsonObject { ["source"] = name, ["text"] = $"Again {name}.", ["replaces"] = true }) }), MayTake: true),
        new("metadata's name", name => Post("/v1/memory/documents", Document("names", name, new JsonObject { [name] = "x" })), MayTake: true),
        new("metadata's value", name => Post("/v1/memory/documents", Document("values", name, new JsonObject { ["x"] = name })), MayTake: true),
        new("prefix of a search", name => Post("/v1/memory/search", new JsonObject { ["query"] = "pump", ["source_prefix"] = name }), MayTake: true),
        new("source to forget", name => Post("/v1/memory/forget", new JsonObject { ["sources"] = new JsonArray($"no such {name}") }), MayTake: true),
        new("metadata to forget", name => Post("/v1/memory/forget", new JsonObject { ["meta"] = new JsonObject { [$"no such {name}"] = name } }), MayTake: true),
        new("address of a model", name => Get($"/v1/models/{Uri.EscapeDataString(name)}"), MayTake: true), // of '.' and '' that of the list
        new("address of a job", name => Get($"/v1/tuning/jobs/{Uri.EscapeDataString(name)}")),
        new("address of a document", name => new HttpRequestMessage(HttpMethod.Delete, $"/v1/memory/documents/{Uri.EscapeDataString(name)}")),
        new("prefix of a list", name => Get($"/v1/memory/documents?source_prefix={Uri.EscapeDataString(name)}"), MayTake: true),
        new("place in a list", name => Get($"/v1/memory/documents?after={Uri.EscapeDataString(name)}"), MayTake: true), // some are numbers
        new("address that there is not", name => Get($"/v1/{Uri.EscapeDataString(name)}"), MayTake: true), // of '..' that of the page
    ];

    /// <summary>A conversation of one token.</summary>
    private static JsonObject Chat(string model, JsonObject? tuning = null)
    {
        var body = new JsonObject { ["model"] = model, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "pump" }), ["max_tokens"] = 1 };
        if (tuning is not null) body["tuning"] = tuning;
        return body;
    }

    private static JsonObject Document(string source, string about, JsonObject? meta = null)
    {
        var document = new JsonObject { ["source"] = source, ["text"] = $"About {about}, in {meta?.ToJsonString()}." };
        if (meta is not null) document["meta"] = meta;
        return new JsonObject { ["documents"] = new JsonArray(document) };
    }

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private static HttpRequestMessage Post(string path, JsonObject body) => new(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}
