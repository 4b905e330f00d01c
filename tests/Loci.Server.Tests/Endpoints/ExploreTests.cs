using System.Net;
using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Endpoints;

/// <summary><c>/v1/tuning/explore</c>.</summary>
public sealed class ExploreTests(SharedServer shared)
{
    private const string Prompt = "Who closes the valve in hall 4?";

    [Fact]
    public async Task It_shows_the_picks_that_selection_makes_and_tuning_learns()
    {
        using var client = shared.Client();
        var map = await client.AskAsync("/v1/tuning/explore", new JsonObject { ["prompt"] = Prompt, ["count"] = 5, ["candidates"] = 9 });
        foreach (var rule in map["rules"]!.AsArray())
        {
            var selected = await client.AskAsync("/v1/select", new JsonObject { ["prompt"] = Prompt, ["count"] = 5, ["candidates"] = 9, ["method"] = rule!["name"]!.GetValue<string>() });
            Assert.Equal(Ids(selected["selected"]!), rule["indices"]!.AsArray().Select(index => map["candidates"]![index!.GetValue<int>()]!["id"]!.GetValue<long>()));
            Assert.Equal(Numbers(selected["uncertainty"]!), Numbers(rule["uncertainty"]!));
        }
        var model = (await client.ReadAsync("/v1/models"))["data"]![0]!["id"]!.GetValue<string>();
        var learnt = await client.AskAsync("/v1/completions", new JsonObject
        {
            ["model"] = model, ["prompt"] = Prompt, ["max_tokens"] = 1, ["tuning"] = new JsonObject { ["count"] = 5, ["candidates"] = 9 },
        });
        Assert.Equal(Ids(learnt["tuning"]!["selected"]!), map["rules"]![0]!["indices"]!.AsArray().Select(index => map["candidates"]![index!.GetValue<int>()]!["id"]!.GetValue<long>()));
        Assert.Equal(9, map["candidates"]!.AsArray().Count);
        Assert.InRange(map["spread_shown"]!.GetValue<double>(), 0.01, 1);
        Assert.Equal(["embed", "map", "search", "select"], map["timing"]!.AsObject().Select(stage => stage.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{}", "missing")]
    [InlineData("""{"prompt":" "}""", "missing")]
    [InlineData("""{"prompt":"x","count":0}""", "out_of_range")]
    [InlineData("""{"prompt":"x","candidates":1000000}""", "out_of_range")]
    [InlineData("""{"prompt":"x","lambda":-1}""", "out_of_range")]
    [InlineData("""{"prompt":"x","rules":[]}""", "missing")]
    [InlineData("""{"prompt":"x","rules":["best"]}""", null)]
    [InlineData("""{"prompt":"x","top":3}""", "unknown_parameter")]
    [InlineData("""{"prompt":3}""", "invalid_type")]
    public async Task What_it_does_not_take_is_told(string body, string? code)
    {
        using var client = shared.Client();
        var (response, answer) = await client.PostAsync("/v1/tuning/explore", JsonNode.Parse(body)!);
        using (response) Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, answer.Error()["code"]?.GetValue<string>());
    }

    [Fact]
    public async Task It_needs_a_key_and_shows_a_tenant_its_own_memory_alone()
    {
        using var stranger = shared.Server.Client();
        var (refused, _) = await stranger.PostAsync("/v1/tuning/explore", new JsonObject { ["prompt"] = Prompt });
        using (refused) Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var alpha = shared.Client();
        using var beta = shared.Client(SharedServer.Beta);
        var request = new JsonObject { ["prompt"] = SharedServer.Canary, ["count"] = 3 };
        var own = await alpha.AskAsync("/v1/tuning/explore", request);
        var others = await beta.AskAsync("/v1/tuning/explore", request);
        Assert.Empty(own["candidates"]!.AsArray().Select(Document).Intersect(others["candidates"]!.AsArray().Select(Document), StringComparer.Ordinal));
        Assert.Equal(12, others["candidates"]!.AsArray().Count);
    }

    private static string Document(JsonNode? candidate) => candidate!["document"]!.GetValue<string>();

    private static IEnumerable<long> Ids(JsonNode picks) => picks.AsArray().Select(pick => pick!["id"]!.GetValue<long>());

    private static IEnumerable<double> Numbers(JsonNode numbers) => numbers.AsArray().Select(number => number!.GetValue<double>());
}
