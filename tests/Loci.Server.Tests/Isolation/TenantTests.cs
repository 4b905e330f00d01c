using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Isolation;

/// <summary>No request sees another's: neither what it learnt, nor what its tenant remembers.</summary>
public sealed class TenantTests(SharedServer shared)
{
    [Fact]
    public async Task Parallel_answers_are_bit_for_bit_those_of_the_same_requests_alone()
    {
        using var alpha = shared.Client();
        using var beta = shared.Client(SharedServer.Beta);
        var hash = await HashAsync(alpha);
        (HttpClient Client, JsonObject Body)[] requests = [.. Enumerable.Range(0, 8).SelectMany(i => new[] { (alpha, Request(i)), (beta, Request(i)) })];
        var alone = new List<string>();
        foreach (var (client, body) in requests) alone.Add(Essence(await client.AskAsync("/v1/completions", body)));
        var together = await Task.WhenAll(requests.Select(async request => Essence(await request.Client.AskAsync("/v1/completions", request.Body))));
        Assert.Equal(alone, together);
        Assert.True(alone.Distinct().Count() > 8, "Requests of different tenants have the same answers.");
        Assert.Equal(hash, await HashAsync(alpha));
    }

    [Fact]
    public async Task What_one_tenant_remembers_says_nothing_to_another()
    {
        using var alpha = shared.Client();
        using var beta = shared.Client(SharedServer.Beta);
        var plain = Bodies.Completion(SharedServer.Canary, 0).With("echo", true).With("logprobs", 0);
        var learning = Bodies.Completion(SharedServer.Canary, 0, new JsonObject { ["count"] = 6, ["query"] = "prompt", ["guard"] = false }).With("echo", true).With("logprobs", 0);
        var untouched = Numbers(await beta.AskAsync("/v1/completions", plain));
        var own = await beta.AskAsync("/v1/completions", learning);
        var both = await Task.WhenAll(alpha.AskAsync("/v1/completions", learning), beta.AskAsync("/v1/completions", plain), beta.AskAsync("/v1/completions", learning));
        Assert.True(Numbers(both[0]).Sum() > untouched.Sum() + 5, "The canary's own tenant did not learn it: the test sees nothing.");
        Assert.Equal(untouched, Numbers(both[1]));
        Assert.Equal(Numbers(own), Numbers(both[2]));
        Assert.All(both[2]["tuning"]!["selected"]!.AsArray(), pick => Assert.Contains("beta", pick!["document"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_and_searches_are_a_tenant_s_own()
    {
        using var beta = shared.Client(SharedServer.Beta);
        var found = (await beta.AskAsync("/v1/memory/search", new JsonObject { ["query"] = SharedServer.Canary, ["count"] = 100 }))["data"]!.AsArray();
        Assert.Equal(12, found.Count);
        Assert.DoesNotContain("canary", found.ToJsonString(), StringComparison.Ordinal);
        var listed = (await beta.ReadAsync("/v1/memory/documents"))["data"]!.AsArray();
        Assert.All(listed, document => Assert.Contains("beta", document!["source"]!.GetValue<string>(), StringComparison.Ordinal));
        var picked = await beta.AskAsync("/v1/select", new JsonObject { ["prompt"] = SharedServer.Canary, ["count"] = 5 });
        Assert.All(picked["selected"]!.AsArray(), pick => Assert.Contains("beta", pick!["document"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    private static JsonObject Request(int i) => Bodies.Completion($"Question {i}: the pump in bed {i} of the", 6, new JsonObject { ["count"] = 1 + i % 3, ["guard"] = false }).With("logprobs", 2);

    /// <summary>All that is computed: text, log-probabilities, picks and losses, but no times and names.</summary>
    private static string Essence(JsonNode answer) => string.Join('\n', answer["choices"]!.ToJsonString(), answer["system_fingerprint"]!.ToJsonString(), answer["tuning"]!["selected"]!.ToJsonString(), answer["tuning"]!["loss"]!.ToJsonString());

    private static double[] Numbers(JsonNode answer) => [.. answer["choices"]![0]!["logprobs"]!["token_logprobs"]!.AsArray().Skip(1).Select(number => number!.GetValue<double>())];

    private static async Task<string> HashAsync(HttpClient client) => (await client.ReadAsync("/v1/models/loci-small?verify=true"))["base_hash"]!.GetValue<string>();
}
