using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Loci.Server.Tests.Page;

/// <summary>The page of a model with a chat template, which answers what it is asked instead of going on with it.</summary>
[Collection(PageServer.Name)]
public sealed class ChattingTests(PageServer shared) : IDisposable
{
    private const string Prompt = "The pump in hall 1 was replaced in week 4, and the pump in hall 2 in week 5. Whoever finds a leak closes the valve first and calls the workshop, which writes the week, the hall and the pressure into the book of the pumps, and sends the bill to the office before the month is over. The office pays for the pump out of the budget of the hall. When was the pump in hall 3 replaced?";

    private readonly LociFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_answers_are_those_of_the_chat_and_the_prompt_may_be_learnt()
    {
        Assert.SkipWhen(Browser.Path is null, Browser.Missing);
        await using var server = await ServerProcess.StartAsync(_folder, "--model", ChatModel.Make(_folder.At("chat")), "--memory", _folder.At("chat.loci"), "--create-memory");
        using var client = server.Client();
        await client.AskAsync("/v1/memory/documents", new JsonObject { ["documents"] = new JsonArray([.. Enumerable.Range(0, 6).Select(PageServer.Hall)]) });
        await using var visit = await shared.VisitAsync(server);
        await visit.SetAsync(("count", "5"), ("prompt_steps", "2"), ("tokens", "12"), ("guard", "false"));
        await visit.AskAsync(Prompt);
        Assert.Equal(await AnswerAsync(client, null), await visit.Find("#base-answer .said").TextContentAsync());
        Assert.Equal(await AnswerAsync(client, new JsonObject { ["count"] = 5, ["prompt_steps"] = 2, ["guard"] = false }), await visit.Find("#adapted-answer .said").TextContentAsync());
        Assert.NotEqual(await visit.Find("#base-answer .said").TextContentAsync(), await visit.Find("#adapted-answer .said").TextContentAsync());
        await Expect(visit.Find("#adapted-note")).ToContainTextAsync("7 gradient steps");
        await Expect(visit.Find("#base-answer .given")).ToHaveCountAsync(0); // an answer stands for itself
        await Expect(visit.Find("#tokens-result")).ToBeEmptyAsync(); // the prompt is not scored in a chat
        await visit.AccessibleAsync();
        await visit.ShowAsync("chat-light");
    }

    private static async Task<string> AnswerAsync(HttpClient client, JsonObject? tuning)
    {
        var body = Bodies.Chat(Prompt, 12, tuning).With("model", (await client.ReadAsync("/v1/models"))["data"]![0]!["id"]!.GetValue<string>());
        return (await client.AskAsync("/v1/chat/completions", body))["choices"]![0]!["message"]!["content"]!.GetValue<string>();
    }
}
