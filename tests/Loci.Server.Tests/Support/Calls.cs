using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Loci.Server.Tests.Support;

/// <summary>Requests and answers as JSON.</summary>
internal static class Calls
{
    public static async Task<(HttpResponseMessage Response, JsonNode Body)> PostAsync(this HttpClient client, string path, JsonNode body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    /// <summary>Posts, and holds the answer to be good.</summary>
    public static async Task<JsonNode> AskAsync(this HttpClient client, string path, JsonNode body)
    {
        var (response, answer) = await client.PostAsync(path, body);
        using (response) Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {answer.ToJsonString()}");
        return answer;
    }

    public static async Task<JsonNode> ReadAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public static string Text(this JsonNode answer) => answer["choices"]![0]!["message"]?["content"]?.GetValue<string>() ?? answer["choices"]![0]!["text"]!.GetValue<string>();

    /// <summary>Holds an answer to be an error in OpenAI's shape, and gives it.</summary>
    public static JsonNode Error(this JsonNode body)
    {
        var error = body["error"];
        Assert.NotNull(error);
        Assert.Equal(["code", "message", "param", "type"], error.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.NotEqual("", error["message"]!.GetValue<string>());
        Assert.NotEqual("", error["type"]!.GetValue<string>());
        return error;
    }
}
