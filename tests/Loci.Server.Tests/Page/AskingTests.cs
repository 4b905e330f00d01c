using System.Globalization;
using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Loci.Server.Tests.Page;

/// <summary>Asking, and what the page shows of learning.</summary>
[Collection(PageServer.Name)]
public sealed class AskingTests(PageServer server)
{
    private const string Prompt = "The pump in hall 3 was replaced in week";

    [Fact]
    public async Task Both_answers_the_map_the_picks_and_the_falling_line_are_those_of_the_api()
    {
        await using var visit = await server.VisitAsync();
        await visit.SetAsync(("count", "6"), ("candidates", "12"), ("tokens", "12"));
        await visit.AskAsync(Prompt);
        using var client = server.Server.Client();
        var map = await client.AskAsync("/v1/tuning/explore", new JsonObject { ["prompt"] = Prompt, ["count"] = 6, ["candidates"] = 12 });
        Assert.Equal(await AnswerAsync(client, null), await visit.Find("#base-answer .said").TextContentAsync());
        Assert.Equal(await AnswerAsync(client, new JsonObject { ["count"] = 6, ["candidates"] = 12 }), await visit.Find("#adapted-answer .said").TextContentAsync());
        await Expect(visit.Find("#map-figure > svg > .dot")).ToHaveCountAsync(map["candidates"]!.AsArray().Count);
        foreach (var rule in map["rules"]!.AsArray())
        {
            var (name, indices) = (rule!["name"]!.GetValue<string>(), rule["indices"]!.AsArray());
            await Expect(visit.Find($"#map-figure [data-rule={name}] .pick")).ToHaveCountAsync(indices.Select(index => index!.GetValue<int>()).Distinct().Count());
            await Expect(visit.Find($"#decline-figure [data-line={name}] .bead")).ToHaveCountAsync(indices.Count + 1);
        }
        var sources = map["rules"]![0]!["indices"]!.AsArray().Select(index => map["candidates"]![index!.GetValue<int>()]!["document"]!.GetValue<string>());
        Assert.Equal(sources, await visit.Find("#picks .source").EvaluateAllAsync<string[]>("all => all.map(e => e.title)"));
        Assert.Contains(await visit.Find("#verdict").TextContentAsync(), (string[])["Kept", "Refused"]);
        await Expect(visit.Find(".stages dt")).ToHaveTextAsync(["embed", "search", "select", "tune", "guard"]);
        await visit.AccessibleAsync();
        await visit.ShowAsync("ask-light");
    }

    [Fact]
    public async Task The_rules_are_shown_by_themselves_and_texts_come_when_they_are_asked_for()
    {
        await using var visit = await server.VisitAsync();
        await visit.SetAsync(("count", "4"), ("tokens", "4"));
        await visit.AskAsync(Prompt);
        await visit.Page.GetByLabel("Nearest neighbours", new() { Exact = true }).CheckAsync(new() { Force = true });
        await Expect(visit.Find("#map-figure [data-rule=sift]")).ToBeHiddenAsync();
        await Expect(visit.Find("#map-figure [data-rule=nn]")).ToBeVisibleAsync();
        var texts = 0;
        visit.Page.Request += (_, request) => texts += request.Url.EndsWith("/v1/memory/search", StringComparison.Ordinal) ? 1 : 0;
        var text = visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Text of pick 1", Exact = true });
        await Expect(text).ToHaveAttributeAsync("aria-expanded", "false");
        Assert.Equal(0, texts);
        await text.ClickAsync();
        await Expect(visit.Find("#pick-1-text")).ToContainTextAsync("The pump in hall");
        await text.ClickAsync();
        await text.ClickAsync();
        Assert.Equal(1, texts);
    }

    [Fact]
    public async Task Tokens_are_tinted_by_how_much_better_they_became()
    {
        await using var visit = await server.VisitAsync();
        await visit.SetAsync(("count", "6"), ("tokens", "2"), ("guard", "false"));
        await visit.AskAsync(Prompt);
        var asked = await GainsAsync(visit);
        Assert.True(asked.Average() > 0, "The prompt was learnt for and is no better predicted.");
        await visit.Find("#tokens-text").FillAsync("Whoever finds a leak in hall 5 closes the valve first");
        await visit.Find("#tokens-button").ClickAsync();
        await Expect(visit.Find("#tokens-progress")).ToHaveTextAsync("Done.");
        Assert.Equal("Whoever finds a leak in hall 5 closes the valve first", await visit.Find(".scored").TextContentAsync());
        var gains = await GainsAsync(visit);
        Assert.True(gains.Average() > 0, "A text from the memory is no better predicted.");
        Assert.Equal(gains.Count(gain => gain < 0), await visit.Find(".scored .token.worse").CountAsync());
        var tints = await visit.Find(".scored .token.better").EvaluateAllAsync<double[]>("all => all.map(e => Number(e.style.getPropertyValue('--part')))");
        Assert.Equal(gains.Where(gain => gain >= 0).Select(gain => 0.75 * Math.Min(1, gain / 3)), tints, (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public async Task A_prompt_that_is_learnt_itself_is_not_scored()
    {
        var prompt = string.Concat(Enumerable.Range(1, 4).Select(hall => $"The pump in hall {hall} was replaced, and whoever finds a leak closes the valve first. ")) + Prompt;
        await using var visit = await server.VisitAsync();
        await visit.SetAsync(("count", "6"), ("prompt_steps", "3"), ("tokens", "12"), ("guard", "false"));
        await visit.AskAsync(prompt);
        using var client = server.Server.Client();
        Assert.Equal(await AnswerAsync(client, new JsonObject { ["count"] = 6, ["prompt_steps"] = 3, ["guard"] = false }, prompt), await visit.Find("#adapted-answer .said").TextContentAsync());
        await Expect(visit.Find("#adapted-note")).ToContainTextAsync("9 gradient steps");
        await Expect(visit.Find("#tokens-result")).ToContainTextAsync("The prompt itself was learnt");
        await visit.Find("#tokens-text").FillAsync("Whoever finds a leak in hall 5 closes the valve first");
        await visit.Find("#tokens-button").ClickAsync();
        await Expect(visit.Find("#tokens-progress")).ToHaveTextAsync("Done.");
        Assert.True((await GainsAsync(visit)).Average() > 0, "A text from the memory is no better predicted.");
    }

    [Fact]
    public async Task A_run_can_be_stopped_and_what_the_server_refuses_is_told_in_its_words()
    {
        await using var visit = await server.VisitAsync();
        await visit.SetAsync(("count", "200"), ("tokens", "400"));
        await visit.Find("#prompt").FillAsync(Prompt);
        await visit.Find("#ask-button").ClickAsync();
        await Expect(visit.Find("#base-answer .said")).Not.ToBeEmptyAsync();
        await visit.Find("#stop-button").ClickAsync();
        await Expect(visit.Find("#progress")).ToHaveTextAsync("Stopped.");
        await visit.Find("#setting-count").FillAsync("100000");
        await visit.Find("#setting-tokens").FillAsync("2");
        visit.Expected.Add("400 (Bad Request)");
        await visit.Find("#ask-button").ClickAsync();
        await Expect(visit.Find("#failure")).ToContainTextAsync("'count' between 1 and 200, found 100000");
    }

    private static async Task<IReadOnlyList<double>> GainsAsync(PageVisit visit) =>
        [.. (await visit.Find(".scored .token[data-gain]").EvaluateAllAsync<string[]>("all => all.map(e => e.dataset.gain)")).Select(gain => double.Parse(gain, CultureInfo.InvariantCulture))];

    private static async Task<string> AnswerAsync(HttpClient client, JsonObject? tuning, string prompt = Prompt)
    {
        var model = (await client.ReadAsync("/v1/models"))["data"]![0]!["id"]!.GetValue<string>();
        var request = new JsonObject { ["model"] = model, ["prompt"] = prompt, ["max_tokens"] = 12, ["temperature"] = 0 };
        if (tuning is not null) request["tuning"] = tuning;
        return (await client.AskAsync("/v1/completions", request)).Text();
    }
}
