using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Loci.Server.Load.Malforming;
using Loci.Server.Tests.Support;
using Loci.TestSupport;

namespace Loci.Server.Tests.Hostile;

/// <summary>Bodies, names and paths that mean harm or nothing at all: refused in OpenAI's shape, and no word of paths.</summary>
public sealed class MalformedTests(SharedServer shared)
{
    private static readonly string[] Paths = ["/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/select", "/v1/memory/documents", "/v1/memory/forget", "/v1/memory/search", "/tokenize", "/detokenize"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Damaged_bodies_are_refused_in_shape()
    {
        using var client = shared.Client(SharedServer.Stranger); // damage may leave a body that adds or forgets
        var random = new Random(20261125);
        for (var i = 0; i < 1500; i++)
        {
            var path = Paths[random.Next(Paths.Length)];
            var body = BodyDamage.Next(random, path);
            using var response = await client.PostAsync(path, Json(body), Token);
            var text = await response.Content.ReadAsStringAsync(Token);
            var status = (int)response.StatusCode;
            Assert.True(status is >= 200 and < 500, $"{path} answered {status} to {Encoding.UTF8.GetString(body)}: {text}");
            Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
            if (status >= 400) JsonNode.Parse(text)!.Error();
        }
    }

    [Fact]
    public async Task Hostile_names_name_nothing()
    {
        using var client = shared.Client();
        foreach (var name in HostileNames.All)
        {
            foreach (var body in (JsonObject[])[Bodies.Chat("x", 1).With("model", name), Bodies.Chat("x", 1, new JsonObject { ["memory"] = name }), Bodies.Chat("x", 1, new JsonObject { ["method"] = name })])
            {
                var (response, answer) = await client.PostAsync("/v1/chat/completions", body);
                using (response) Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{response.StatusCode} for '{name}'");
                Silent(answer.Error()["message"]!.GetValue<string>());
            }
            if (name is "" or "." or "..") continue; // in an address these are the list itself, and what is above it
            using var model = await client.GetAsync($"/v1/models/{Uri.EscapeDataString(name)}", Token);
            Assert.True((int)model.StatusCode is >= 400 and < 500, $"{model.StatusCode} for '{name}'");
            using var job = await client.GetAsync($"/v1/tuning/jobs/{Uri.EscapeDataString(name)}", Token);
            Assert.True((int)job.StatusCode is >= 400 and < 500, $"{job.StatusCode} for '{name}'");
        }
    }

    [Theory]
    [InlineData("/v1/nothing", "GET", 404)]
    [InlineData("/v1/responses", "POST", 404)]
    [InlineData("/v1/chat/completions", "GET", 405)]
    [InlineData("/v1/models", "DELETE", 405)]
    public async Task What_is_not_there_is_said_in_shape(string path, string method, int status)
    {
        using var client = shared.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? Json("{}"u8.ToArray()) : null };
        using var response = await client.SendAsync(request, Token);
        Assert.Equal(status, (int)response.StatusCode);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!.Error();
    }

    [Fact]
    public async Task Bodies_that_are_too_long_or_of_another_kind_are_refused_before_they_are_read()
    {
        using var client = shared.Client();
        using var large = await client.PostAsync("/v1/chat/completions", Json(Encoding.UTF8.GetBytes($$"""{"model": "loci-small", "messages": [{"role": "user", "content": "{{new string('x', 5 << 20)}}"}]}""")), Token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        JsonNode.Parse(await large.Content.ReadAsStringAsync(Token))!.Error();
        using var form = await client.PostAsync("/v1/chat/completions", new StringContent("model=loci-small"), Token);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
        JsonNode.Parse(await form.Content.ReadAsStringAsync(Token))!.Error();
    }

    [Theory]
    [InlineData("max_tokens", "100000000", "max_tokens")]
    [InlineData("n", "9", "n")]
    [InlineData("temperature", "-1", "temperature")]
    [InlineData("top_p", "0", "top_p")]
    [InlineData("logprobs", "1000", "logprobs")]
    [InlineData("stop", "[\"\"]", "stop")]
    [InlineData("stop", "7", "stop")]
    [InlineData("logit_bias", "{\"5\": 1}", "logit_bias")]
    [InlineData("suffix", "\"x\"", "suffix")]
    [InlineData("best_of", "3", "best_of")]
    [InlineData("prompt", "[]", "prompt")]
    [InlineData("prompt", "[99999999]", "prompt")]
    [InlineData("prompt", "[1.5]", "prompt")]
    [InlineData("prompt", "[-1]", "prompt")]
    [InlineData("prompt", "\"\\ud800\"", "prompt")]
    [InlineData("model", "null", "model")]
    public async Task A_field_that_cannot_be_is_named(string field, string value, string parameter)
    {
        using var client = shared.Client();
        var text = Bodies.Completion("x", 1).With(field, "VALUE").ToJsonString().Replace("\"VALUE\"", value, StringComparison.Ordinal);
        using var response = await client.PostAsync("/v1/completions", Json(Encoding.UTF8.GetBytes(text)), Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(parameter, JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!.Error()["param"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_prompt_beyond_the_context_is_refused()
    {
        using var client = shared.Client();
        var (response, body) = await client.PostAsync("/v1/completions", Bodies.Completion(string.Concat(Enumerable.Repeat("many words ", 600)), 1));
        using (response) Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("context_length_exceeded", body.Error()["code"]!.GetValue<string>());
    }

    private static ByteArrayContent Json(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private void Silent(string message) => Assert.DoesNotContain(shared.Folder.At(), message, StringComparison.Ordinal);
}
