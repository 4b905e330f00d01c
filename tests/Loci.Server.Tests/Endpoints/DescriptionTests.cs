using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Endpoints;

/// <summary>The API's own description.</summary>
public sealed class DescriptionTests(SharedServer shared)
{
    [Fact]
    public async Task It_names_every_address_and_the_tuning_object()
    {
        using var client = shared.Client();
        var description = await client.ReadAsync("/openapi/v1.json");
        Assert.Equal("Loci", description["info"]!["title"]!.GetValue<string>());
        string[] paths =
        [
            "/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/models", "/tokenize", "/detokenize", "/tokenizer_info", "/v1/select", "/v1/memory", "/v1/memory/documents", "/v1/memory/search",
            "/v1/memory/forget", "/v1/tuning/jobs/{id}", "/v1/tuning/explore", "/health/live", "/health/ready",
        ];
        Assert.Subset(description["paths"]!.AsObject().Select(path => path.Key).ToHashSet(StringComparer.Ordinal), paths.ToHashSet(StringComparer.Ordinal));
        var tuning = description["components"]!["schemas"]!["TuningFields"]!["properties"]!.AsObject().Select(field => field.Key).ToArray();
        Assert.Contains("stop_uncertainty", tuning);
        Assert.Contains("largest_share", tuning);
        var names = description["components"]!["schemas"]!["ChatRequest"]!["properties"]!.AsObject().Select(field => field.Key);
        Assert.Contains("tuning", names);
    }
}
