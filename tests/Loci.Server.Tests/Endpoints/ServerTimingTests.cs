using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Endpoints;

/// <summary>The header <c>Server-Timing</c>: what of a request's time was waiting, learning and answering.</summary>
public sealed class ServerTimingTests(SharedServer shared)
{
    private const string Prompt = "The pump in hall 5";

    [Fact]
    public async Task It_tells_waiting_learning_and_answering_apart()
    {
        var plain = await TimesAsync(Bodies.Completion(Prompt, 3));
        Assert.Equal(["generate", "queue"], plain.Keys.Order(StringComparer.Ordinal));
        var began = Stopwatch.GetTimestamp();
        var tuned = await TimesAsync(Bodies.Completion(Prompt, 3, new JsonObject { ["count"] = 3 }));
        var wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Assert.Equal(["generate", "queue", "tune"], tuned.Keys.Order(StringComparer.Ordinal));
        Assert.All(tuned.Where(time => time.Key != "queue"), time => Assert.True(time.Value > 0.1, $"{time}"));
        Assert.True(tuned.Values.Sum() <= wall, string.Join(", ", tuned));
    }

    [Fact]
    public async Task A_stream_tells_what_is_known_when_it_begins()
    {
        Assert.Equal(["queue"], (await TimesAsync(Bodies.Completion(Prompt, 3).With("stream", true))).Keys);
        Assert.Equal(["queue", "tune"], (await TimesAsync(Bodies.Completion(Prompt, 3, new JsonObject { ["count"] = 1 }).With("stream", true))).Keys.Order(StringComparer.Ordinal));
    }

    private async Task<Dictionary<string, double>> TimesAsync(JsonObject body)
    {
        using var client = shared.Client();
        using var response = await client.PostAsync("/v1/completions", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return response.Headers.GetValues("Server-Timing").Single().Split(", ").Select(entry => entry.Split(";dur=")).ToDictionary(entry => entry[0], entry => double.Parse(entry[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
