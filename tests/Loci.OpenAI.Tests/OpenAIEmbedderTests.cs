using System.Numerics.Tensors;
using Loci.TestSupport;

namespace Loci.OpenAI.Tests;

/// <summary>The official client against a server that speaks the protocol, over a real connection.</summary>
public sealed class OpenAIEmbedderTests
{
    private const string Key = "sk-very-secret";

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_text_has_the_endpoint_s_vector_of_length_one(bool numbers, bool reversed)
    {
        await using var server = new EmbeddingServer { Key = Key, NumbersAlone = numbers, Reversed = reversed };
        using var embedder = await OpenAsync(server, new() { Key = Key, BatchSize = 3 });
        Assert.Equal($"openai/1:letters@{server.Endpoint}:26", embedder.Identity);
        Assert.Equal(26, Assert.Single(embedder.Parts).Dimensions);
        string[] texts = ["one text", "", "another", "zzz", "four and five", "...", "last"];
        var found = await embedder.EmbedAsync(texts, Token);
        for (var i = 0; i < texts.Length; i++)
        {
            var counts = EmbeddingServer.Vector(texts[i]);
            var norm = Math.Max(1, TensorPrimitives.Norm<float>(counts));
            Assert.Equal(counts.Select(count => count / norm), found[i].Dense[0]!, (x, y) => Math.Abs(x - y) < 1e-6);
        }
        Assert.All(server.Requests, request => Assert.Equal($"Bearer {Key}", request.Key));
        Assert.Equal([1, 3, 3], server.Requests.Select(request => request.Texts.Length).Order());
    }

    [Fact]
    public async Task Known_dimensions_are_not_asked_for_and_held()
    {
        await using var server = new EmbeddingServer();
        using (await OpenAIEmbedder.OpenAsync(Model(server) with { Dimensions = 26 }, cancellationToken: Token)) Assert.Empty(server.Requests);
        using var embedder = await OpenAIEmbedder.OpenAsync(Model(server) with { Dimensions = 20 }, cancellationToken: Token);
        var message = Assert.Throws<InvalidInputException>(() => embedder.Embed(["text"], Token)).Message;
        Assert.Contains("26 dimensions; 20", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_for_now_is_tried_again()
    {
        await using var server = new EmbeddingServer();
        using var embedder = await OpenAsync(server);
        server.Faults.Enqueue(EmbeddingServer.Error(429, "slow down", ("Retry-After", "1")));
        server.Faults.Enqueue(EmbeddingServer.Error(500, "oops"));
        server.Faults.Enqueue(new HubAnswer { Body = new byte[100], CutAfter = 10 });
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Single(embedder.Embed(["text"], Token));
        Assert.Equal(5, server.Requests.Count);
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(0.9), $"The wait that the server asks for was not kept: {clock.Elapsed}.");
    }

    [Theory]
    [InlineData(429, "quota exceeded", "Try again later")]
    [InlineData(500, "oops", "status 500")]
    [InlineData(503, "overloaded", "status 503")]
    public async Task An_endpoint_that_keeps_failing_is_named(int status, string said, string expected)
    {
        await using var server = new EmbeddingServer();
        using var embedder = await OpenAsync(server, new() { Retries = 1 });
        for (var i = 0; i < 2; i++) server.Faults.Enqueue(EmbeddingServer.Error(status, said, ("Retry-After", "0")));
        var message = Assert.Throws<EndpointException>(() => embedder.Embed(["text"], Token)).Message;
        Assert.All([$"{server.Endpoint}", said, expected], word => Assert.Contains(word, message, StringComparison.Ordinal));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"data":[{"index":0,"embedding":"%%%"}],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAA="}],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}""")]
    [InlineData("""{"data":[{"index":3,"embedding":[1]}],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}""")]
    [InlineData("""{"data":[],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[null]}],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}""")]
    public async Task Answers_that_cannot_be_read_are_errors_with_the_endpoint_s_name(string body)
    {
        await using var server = new EmbeddingServer();
        using var embedder = await OpenAsync(server, new() { Retries = 0 });
        server.Faults.Enqueue(new HubAnswer { Body = System.Text.Encoding.UTF8.GetBytes(body), Headers = { ["Content-Type"] = "application/json" } });
        var exception = Assert.ThrowsAny<Exception>(() => embedder.Embed(["text"], Token));
        Assert.True(exception is EndpointException or InvalidInputException, exception.ToString());
        Assert.Contains($"{server.Endpoint}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_connection_and_a_server_that_is_not_there_are_named()
    {
        OpenAIEmbedder embedder;
        await using (var server = new EmbeddingServer())
        {
            embedder = await OpenAsync(server, new() { Retries = 0 });
            server.Faults.Enqueue(new HubAnswer { Body = new byte[100], CutAfter = 10 });
            Assert.Contains("connection", Assert.Throws<EndpointException>(() => embedder.Embed(["text"], Token)).Message, StringComparison.Ordinal);
        }
        using var _ = embedder;
        Assert.Contains("cannot be reached", Assert.Throws<EndpointException>(() => embedder.Embed(["text"], Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_ends_and_is_no_cancellation()
    {
        await using var server = new EmbeddingServer();
        using var embedder = await OpenAsync(server, new() { Retries = 0, Timeout = TimeSpan.FromMilliseconds(200) });
        server.Faults.Enqueue(new HubAnswer { Body = new byte[100], CutAfter = 0, Hang = true });
        Assert.Contains(server.Endpoint.ToString(), Assert.Throws<EndpointException>(() => embedder.Embed(["text"], Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_a_request_and_a_wait()
    {
        await using var server = new EmbeddingServer();
        using var embedder = await OpenAsync(server);
        foreach (var fault in (HubAnswer[])[new() { Body = new byte[100], CutAfter = 0, Hang = true }, EmbeddingServer.Error(429, "later", ("Retry-After", "1000"))])
        {
            using var source = new CancellationTokenSource();
            var before = server.Requests.Count;
            server.Faults.Enqueue(fault);
            var embedding = Task.Run(() => embedder.Embed(["text"], source.Token), Token);
            while (server.Requests.Count == before) await Task.Yield();
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => embedding.WaitAsync(TimeSpan.FromMinutes(1), Token));
        }
    }

    [Fact]
    public async Task Keys_that_are_missing_or_refused_are_asked_for_and_never_shown()
    {
        var missing = await Assert.ThrowsAsync<InvalidInputException>(() => OpenAIEmbedder.OpenAsync(OpenAIModel.Parse("text-embedding-3-small"), cancellationToken: Token));
        Assert.Contains("OPENAI_API_KEY", missing.Message, StringComparison.Ordinal);
        await using var server = new EmbeddingServer { Key = "another" };
        foreach (var key in (string?[])[null, Key])
        {
            var refused = await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(server, new() { Key = key }));
            Assert.Contains("OPENAI_API_KEY", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Key, refused.ToString(), StringComparison.Ordinal);
        }
        server.Faults.Enqueue(EmbeddingServer.Error(400, $"bad key {Key}"));
        var repeated = await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(server, new() { Key = Key }));
        Assert.Contains("(the key)", repeated.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, repeated.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_named()
    {
        await using var server = new EmbeddingServer();
        var message = (await Assert.ThrowsAsync<InvalidInputException>(() => OpenAIEmbedder.OpenAsync(Model(server) with { Name = "other" }, cancellationToken: Token))).Message;
        Assert.All(["'other'", "does not exist"], word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_refused()
    {
        await using var server = new EmbeddingServer();
        await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(server, new() { Retries = -1 }));
        await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(server, new() { Timeout = TimeSpan.Zero }));
        await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(server, new() { BatchSize = 0 }));
        await Assert.ThrowsAsync<InvalidInputException>(() => OpenAIEmbedder.OpenAsync(new("m", new Uri("https://a:b@host.example/v1")), cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => OpenAIEmbedder.OpenAsync(new("m", new Uri("ftp://host.example/v1")), cancellationToken: Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static OpenAIModel Model(EmbeddingServer server) => new(EmbeddingServer.Model, server.Endpoint);

    private static Task<OpenAIEmbedder> OpenAsync(EmbeddingServer server, OpenAIEmbedderOptions? options = null) => OpenAIEmbedder.OpenAsync(Model(server), options, Token);
}
