using System.ClientModel;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;
using OpenAI;
using OpenAI.Chat;
using Condition = Loci.Server.Load.Requests.Condition;
using Health = Loci.Server.Load.Requests.Health;

namespace Loci.Server.Tests.Workers;

/// <summary>A worker that is killed takes the requests that were in it with it, and nothing else.</summary>
public sealed class WorkerDeathTests : IDisposable
{
    private readonly LociFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_requests_are_told_and_the_next_are_answered_by_another()
    {
        await using var server = await ServerProcess.StartAsync(_folder);
        using var client = server.Client();
        var before = (await client.AskAsync("/v1/completions", Bodies.Completion("The pump", 5))).Text();
        var first = server.Worker;

        var whole = client.PostAsync("/v1/completions", Long());
        await Health.BusyAsync(client);
        Process.GetProcessById(first).Kill();
        var (response, body) = await whole;
        using (response)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        }
        Assert.Equal("unavailable", body.Error()["code"]!.GetValue<string>());
        Assert.Equal("ok", (await client.ReadAsync("/health/live"))["status"]!.GetValue<string>());

        await AgainAsync(server, first);
        Assert.Equal(before, (await client.AskAsync("/v1/completions", Bodies.Completion("The pump", 5))).Text());

        var killed = false;
        var stream = await RawStream.ReadAsync(client, "/v1/completions", Long().With("stream", true), _ =>
        {
            if (!killed) Process.GetProcessById(server.Worker).Kill();
            killed = true;
        });
        Assert.True(stream.Broken, "The connection did not break off.");
        Assert.Equal("unavailable", stream.Chunks[^1].Error()["code"]!.GetValue<string>());
        Assert.DoesNotContain("data: [DONE]", stream.Lines);
    }

    [Fact]
    public async Task The_official_client_tries_again_and_notices_a_stream_that_breaks_off()
    {
        await using var server = await ServerProcess.StartAsync(_folder);
        using var client = server.Client();
        var chat = new OpenAIClient(new ApiKeyCredential("no key is asked for"), new OpenAIClientOptions { Endpoint = new Uri(server.Address, "/v1") }).GetChatClient("loci-small");
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 800, Temperature = 0 };
        var first = server.Worker;
        var answer = chat.CompleteChatAsync([new UserChatMessage("The pump")], options, TestContext.Current.CancellationToken);
        await Health.BusyAsync(client);
        Process.GetProcessById(first).Kill();
        Assert.NotEmpty((await answer).Value.Content[0].Text); // the second try, or the third
        await AgainAsync(server, first);
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            var killed = false;
            await foreach (var _ in chat.CompleteChatStreamingAsync([new UserChatMessage("The pump")], options, TestContext.Current.CancellationToken))
            {
                if (!killed) Process.GetProcessById(server.Worker).Kill();
                killed = true;
            }
        });
        Assert.True(failure is IOException or HttpRequestException or ClientResultException, failure.ToString());
    }

    [Fact]
    public async Task A_worker_ends_with_its_server()
    {
        var server = await ServerProcess.StartAsync(_folder);
        using var worker = Process.GetProcessById(server.Worker);
        server.Process.Kill();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_is_the_program_s_own_error()
    {
        var model = Directory.CreateDirectory(_folder.At("broken")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "models", "loci-small"))) File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        await File.WriteAllBytesAsync(Path.Combine(model, "model.safetensors"), [1, 2, 3], TestContext.Current.CancellationToken);
        var (code, output, errors) = await _folder.RunAsync("serve", "--model", model, "--port", "0", "--json");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("model.safetensors", errors, StringComparison.Ordinal);
    }

    private static JsonObject Long() => Bodies.Completion("The pump", 4000).With("temperature", 1).With("seed", 7);

    private static Task AgainAsync(ServerProcess server, int dead) =>
        Condition.HoldsAsync(() => Task.FromResult(server.Worker != dead), "The worker was not started again.", cancellationToken: TestContext.Current.CancellationToken);
}
