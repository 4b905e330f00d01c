using System.Net;
using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Endpoints;

/// <summary>The object <c>tuning</c>, in requests and in answers.</summary>
public sealed class TuningTests(SharedServer shared)
{
    private const string Prompt = "The pump in hall 7 was replaced in";

    [Fact]
    public async Task What_was_learnt_can_be_asked_for_again_by_its_tenant_alone()
    {
        using var client = shared.Client();
        var (response, answer) = await client.PostAsync("/v1/chat/completions", Bodies.Chat(Prompt, 2, new JsonObject { ["count"] = 2, ["return"] = new JsonArray(["text", "timing"]) }));
        using (response)
        {
            var id = response.Headers.GetValues("X-Tuning-Job").Single();
            Assert.Equal(id, answer["tuning"]!["job_id"]!.GetValue<string>());
            Assert.Equal(answer["tuning"]!.ToJsonString(), (await client.ReadAsync($"/v1/tuning/jobs/{id}")).ToJsonString());
            using var stranger = shared.Client(SharedServer.Beta);
            using var refused = await stranger.GetAsync($"/v1/tuning/jobs/{id}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
        Assert.All(answer["tuning"]!["selected"]!.AsArray(), pick => Assert.Contains("pump", pick!["text"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Equal(["embed", "guard", "hash", "search", "select", "tune"], answer["tuning"]!["timing"]!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.Null(answer["tuning"]!["loss"]);
    }

    [Theory]
    [InlineData("""{"cuont": 3}""", "tuning.cuont")]
    [InlineData("""{"count": 0}""", "tuning.count")]
    [InlineData("""{"count": 201}""", "tuning.count")]
    [InlineData("""{"candidates": 1000000000}""", "tuning.candidates")]
    [InlineData("""{"steps": 1000000000}""", "tuning.steps")]
    [InlineData("""{"prompt_steps": -1}""", "tuning.prompt_steps")]
    [InlineData("""{"lr": -1}""", "tuning.lr")]
    [InlineData("""{"lambda": 0}""", "tuning.lambda")]
    [InlineData("""{"stop_uncertainty": 0}""", "tuning.stop_uncertainty")]
    [InlineData("""{"largest_share": 1.5}""", "tuning.largest_share")]
    [InlineData("""{"query": "pormpt"}""", "tuning.query")]
    [InlineData("""{"query": {"text": ""}}""", "tuning.query.text")]
    [InlineData("""{"return": ["everything"]}""", "tuning.return")]
    [InlineData("""{"timeout_ms": 0}""", "tuning.timeout_ms")]
    [InlineData("""{"count": "three"}""", "tuning.count")]
    [InlineData("""[]""", "tuning")]
    public async Task What_cannot_be_is_refused_by_name(string tuning, string parameter)
    {
        using var client = shared.Client();
        var (response, body) = await client.PostAsync("/v1/chat/completions", Bodies.Chat(Prompt, 2).With("tuning", JsonNode.Parse(tuning)!));
        using (response) Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(parameter, body.Error()["param"]!.GetValue<string>());
    }

    [Fact]
    public async Task Fields_outside_of_it_may_be_anything()
    {
        using var client = shared.Client();
        Assert.NotEmpty((await client.AskAsync("/v1/chat/completions", Bodies.Chat(Prompt, 2).With("user", "me").With("metadata", new JsonObject { ["x"] = 1 }).With("no_such_field", true))).Text());
    }

    [Fact]
    public async Task Enabled_false_is_the_base_whatever_the_name()
    {
        using var client = shared.Client();
        var plain = await client.AskAsync("/v1/chat/completions", Bodies.Chat(Prompt, 6));
        var off = await client.AskAsync("/v1/chat/completions", Bodies.Chat(Prompt, 6, new JsonObject { ["enabled"] = false }).With("model", "loci-small:tuned"));
        Assert.Null(off["tuning"]);
        Assert.Equal(plain["system_fingerprint"]!.GetValue<string>(), off["system_fingerprint"]!.GetValue<string>());
        Assert.Equal(plain.Text(), off.Text());
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("head")]
    [InlineData("full")]
    public async Task Every_method_learns(string method)
    {
        using var client = shared.Client();
        var tuning = (await client.AskAsync("/v1/chat/completions", Bodies.Chat(Prompt, 2, new JsonObject { ["count"] = 2, ["method"] = method, ["guard"] = false, ["seed"] = 3 })))["tuning"]!;
        Assert.Equal((method, "off", 2), (tuning["method"]!.GetValue<string>(), tuning["guard"]!.GetValue<string>(), tuning["steps"]!.GetValue<int>()));
        Assert.NotEqual(tuning["base_hash"]!.GetValue<string>(), tuning["weights_hash"]!.GetValue<string>());
        Assert.NotEqual(tuning["query_loss_before"]!.GetValue<double>(), tuning["query_loss_after"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("damped")]
    [InlineData("lora")]
    public async Task The_hash_is_that_of_the_weights_which_answered(string method)
    {
        using var client = shared.Client();
        async Task<JsonNode> AskAsync(string prompt, double rate) =>
            (await client.AskAsync("/v1/completions", Bodies.Completion(prompt, 1, new JsonObject { ["count"] = 2, ["method"] = method, ["guard"] = false, ["lr"] = rate })))["tuning"]!;
        var (one, again, other, slower) = (await AskAsync(Prompt, 0.01), await AskAsync(Prompt, 0.01), await AskAsync("In bed 3 of the garden grow", 0.01), await AskAsync(Prompt, 0.001));
        Assert.Equal(one["weights_hash"]!.GetValue<string>(), again["weights_hash"]!.GetValue<string>());
        Assert.Equal(4, new[] { one["weights_hash"], other["weights_hash"], slower["weights_hash"], one["base_hash"] }.Select(hash => hash!.GetValue<string>()).Distinct().Count());
        Assert.Equal(one["base_hash"]!.GetValue<string>(), (await client.ReadAsync("/v1/models/loci-small?verify=true"))["base_hash"]!.GetValue<string>()); // read anew, after the steps
        var refused = (await client.AskAsync("/v1/completions", Bodies.Completion(Prompt, 1, new JsonObject { ["count"] = 2, ["method"] = method, ["lr"] = 50 })))["tuning"]!;
        Assert.Equal((one["base_hash"]!.GetValue<string>(), true), (refused["weights_hash"]!.GetValue<string>(), refused["guard"]!.GetValue<string>() is "refused" or "broken"));
    }

    [Fact]
    public async Task A_scored_text_is_not_searched_by_unless_that_is_asked_for()
    {
        using var client = shared.Client();
        async Task<JsonNode> ScoreAsync(JsonObject tuning) => (await client.AskAsync("/v1/completions", Bodies.Completion(Prompt, 0, tuning).With("echo", true).With("logprobs", 0)))["tuning"]!;
        Assert.Equal("context", (await ScoreAsync(new JsonObject { ["count"] = 1 }))["query"]!.GetValue<string>());
        Assert.Equal("prompt", (await ScoreAsync(new JsonObject { ["count"] = 1, ["query"] = "prompt" }))["query"]!.GetValue<string>());
        var own = await ScoreAsync(new JsonObject { ["count"] = 1, ["query"] = new JsonObject { ["text"] = SharedServer.Canary }, ["return"] = new JsonArray("text") });
        Assert.Equal("text", own["query"]!.GetValue<string>());
        Assert.Contains(SharedServer.Canary, own["selected"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_query_is_learnt_where_that_is_asked_for_but_never_what_is_scored()
    {
        using var client = shared.Client();
        var text = string.Concat(Enumerable.Repeat("The pump in hall 7 was replaced in May, and so was the one in hall 8. ", 16));
        JsonObject Tuning(string? query = null) => query is null ? new JsonObject { ["count"] = 2, ["prompt_steps"] = 3 } : new JsonObject { ["count"] = 2, ["prompt_steps"] = 3, ["query"] = query };
        Assert.Equal(5, (await client.AskAsync("/v1/completions", Bodies.Completion(text, 1, Tuning())))["tuning"]!["steps"]!.GetValue<int>());
        Assert.Equal(2, (await client.AskAsync("/v1/completions", Bodies.Completion(Prompt, 1, Tuning())))["tuning"]!["steps"]!.GetValue<int>()); // too short to learn from
        var scored = Bodies.Completion(text, 0, Tuning()).With("echo", true).With("logprobs", 0);
        Assert.Equal(("context", 5), ((await client.AskAsync("/v1/completions", scored))["tuning"]!["query"]!.GetValue<string>(), (await client.AskAsync("/v1/completions", scored))["tuning"]!["steps"]!.GetValue<int>()));
        var (response, body) = await client.PostAsync("/v1/completions", Bodies.Completion(text, 0, Tuning("prompt")).With("echo", true).With("logprobs", 0));
        using (response) Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("tuning.prompt_steps", body.Error()["param"]!.GetValue<string>());
    }

    [Fact]
    public async Task No_document_has_more_than_its_share()
    {
        using var client = shared.Client();
        async Task<int> MostAsync(JsonObject tuning) => (await client.AskAsync("/v1/chat/completions", Bodies.Chat(Prompt, 1, tuning)))["tuning"]!["selected"]!.AsArray()
            .GroupBy(pick => pick!["document"]!.GetValue<string>()).Max(group => group.Count());
        Assert.Equal(2, await MostAsync(new JsonObject { ["count"] = 8, ["largest_share"] = 0.25, ["lambda"] = 100, ["guard"] = false }));
        Assert.True(await MostAsync(new JsonObject { ["count"] = 8, ["lambda"] = 100, ["guard"] = false }) > 2);
    }

    [Fact]
    public async Task A_little_uncertainty_is_enough_to_stop()
    {
        using var client = shared.Client();
        var all = (await client.AskAsync("/v1/chat/completions", Bodies.Chat(Prompt, 1, new JsonObject { ["count"] = 6 })))["tuning"]!["selected"]!.AsArray().Select(pick => pick!["uncertainty"]!.GetValue<double>()).ToArray();
        var some = (await client.AskAsync("/v1/chat/completions", Bodies.Chat(Prompt, 1, new JsonObject { ["count"] = 6, ["stop_uncertainty"] = all[2] })))["tuning"]!;
        Assert.Equal(all[..3], some["selected"]!.AsArray().Select(pick => pick!["uncertainty"]!.GetValue<double>()));
        Assert.Equal(3, some["steps"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_takes_too_long_is_given_up()
    {
        using var client = shared.Client();
        var (response, body) = await client.PostAsync("/v1/chat/completions", Bodies.Chat(Prompt, 2, new JsonObject { ["count"] = 200, ["timeout_ms"] = 1 }));
        using (response) Assert.Equal(HttpStatusCode.RequestTimeout, response.StatusCode);
        Assert.Equal("timeout", body.Error()["code"]!.GetValue<string>());
    }
}
