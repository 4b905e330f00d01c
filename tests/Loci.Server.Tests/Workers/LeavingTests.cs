using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;
using Condition = Loci.Server.Load.Requests.Condition;
using Health = Loci.Server.Load.Requests.Health;

namespace Loci.Server.Tests.Workers;

/// <summary>Clients that leave, come again, or come in crowds.</summary>
public sealed class LeavingTests(SharedServer shared) : IDisposable
{
    private readonly LociFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task When_a_client_leaves_its_tuning_stops_within_a_step()
    {
        using var client = shared.Client();
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(Bodies.Chat("The pump in hall 1", 1, new JsonObject { ["count"] = 200, ["guard"] = false, ["return"] = new JsonArray("progress") }).With("stream", true).ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token); // the head comes with the first step
        var job = response.Headers.GetValues("X-Tuning-Job").Single();
        response.Dispose();
        var left = await StepsAsync(client, job);
        JsonNode now = null!;
        await Condition.HoldsAsync(
            async () => (now = await client.ReadAsync($"/v1/tuning/jobs/{job}"))["status"]!.GetValue<string>() != "running",
            "The run went on without anyone who waits.", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("failed", now["status"]!.GetValue<string>());
        Assert.True(now["steps"]!.GetValue<int>() < 150, string.Create(CultureInfo.InvariantCulture, $"{left} steps when the client left, {now["steps"]} at the end."));
    }

    [Fact]
    public async Task A_key_gives_the_same_answer_again_and_no_other()
    {
        using var client = shared.Client();
        var body = Bodies.Chat("The pump in hall 2", 6).With("temperature", 1);
        body.Remove("seed");
        var key = ("Idempotency-Key", "once-only-1");
        var (first, one) = await client.PostAsync("/v1/chat/completions", body, key);
        var (second, two) = await client.PostAsync("/v1/chat/completions", body, key);
        var (third, other) = await client.PostAsync("/v1/chat/completions", Bodies.Chat("Another", 6), key);
        var (fourth, unkeyed) = await client.PostAsync("/v1/chat/completions", body);
        using (first) using (second) using (third) using (fourth)
        {
            Assert.Equal(one.ToJsonString(), two.ToJsonString());
            Assert.Equal(HttpStatusCode.UnprocessableEntity, third.StatusCode);
            Assert.Equal("idempotency_key_reused", other.Error()["code"]!.GetValue<string>());
            Assert.NotEqual(one["id"]!.GetValue<string>(), unkeyed["id"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_crowd_is_told_when_to_come_back_and_equals_are_computed_once()
    {
        await using var server = await ServerProcess.StartAsync(_folder, "--queue", "1");
        using var client = server.Client();
        await client.AskAsync("/v1/completions", Bodies.Completion("The pump", 1));
        JsonObject Long(int seed) => Bodies.Completion("The pump", 1500).With("temperature", 1).With("seed", seed);
        var equals = Enumerable.Range(0, 4).Select(_ => client.PostAsync("/v1/completions", Long(1))).ToArray();
        await Health.BusyAsync(client);
        var waiting = client.PostAsync("/v1/completions", Long(2));
        await Health.WaitedForAsync(client);
        var (refused, body) = await client.PostAsync("/v1/completions", Long(3));
        using (refused)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        }
        Assert.Equal("rate_limit_exceeded", body.Error()["code"]!.GetValue<string>());
        var answers = await Task.WhenAll(equals);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Response.StatusCode));
        Assert.Single(answers.Select(answer => answer.Body["id"]!.GetValue<string>()).Distinct());
        var (_, last) = await waiting;
        Assert.NotEqual(answers[0].Body.Text(), last.Text());
    }

    [Fact]
    public async Task A_server_that_is_told_to_end_finishes_what_it_has()
    {
        await using var server = await ServerProcess.StartAsync(_folder, "--shutdown-seconds", "300");
        using var client = server.Client();
        var answer = client.PostAsync("/v1/completions", Bodies.Completion("The pump", 300).With("temperature", 1).With("seed", 4));
        await Health.BusyAsync(client);
        using (var kill = Process.Start("kill", ["-TERM", server.Process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var (response, body) = await answer;
        using (response) Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEmpty(body.Text());
        await server.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, server.Process.ExitCode);
    }

    private static async Task<int> StepsAsync(HttpClient client, string job) => (await client.ReadAsync($"/v1/tuning/jobs/{job}"))["steps"]!.GetValue<int>();
}
