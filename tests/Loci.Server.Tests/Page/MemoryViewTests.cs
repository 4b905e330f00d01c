using static Microsoft.Playwright.Assertions;

namespace Loci.Server.Tests.Page;

/// <summary>The memory on the page.</summary>
[Collection(PageServer.Name)]
public sealed class MemoryViewTests(PageServer server)
{
    [Fact]
    public async Task A_document_is_added_found_and_forgotten()
    {
        await using var visit = await server.VisitAsync(path: "/#memory");
        await visit.Find("#add-source").FillAsync("page/otter.txt");
        await visit.Find("#add-text").FillAsync("The otter of the harbour eats mussels at the third quay every Thursday.");
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(visit.Find("#memory-progress")).ToHaveTextAsync("Added, in 1 chunk.");
        await visit.Find("#search-text").FillAsync("Where does the otter eat mussels?");
        await visit.Find("#search-text").PressAsync("Enter");
        await Expect(visit.Find(".hit").First).ToContainTextAsync("third quay every Thursday");
        await visit.Find("#filter-prefix").FillAsync("page/");
        await visit.Find("#filter-prefix").PressAsync("Enter");
        await Expect(visit.Find(".document")).ToHaveCountAsync(1);
        await visit.AccessibleAsync();
        await visit.ShowAsync("memory-light");
        var forget = visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Forget page/otter.txt" });
        await forget.ClickAsync();
        await visit.Find("#forget-cancel").ClickAsync();
        await Expect(forget).ToBeFocusedAsync();
        await forget.ClickAsync();
        await visit.AccessibleAsync();
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Forget", Exact = true }).ClickAsync();
        await Expect(visit.Find("#memory-progress")).ToHaveTextAsync("Forgotten.");
        await Expect(visit.Find(".document")).ToHaveCountAsync(0);
        await Expect(visit.Find("#documents-title")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Hostile_text_stays_text_wherever_it_is_shown()
    {
        await using var visit = await server.VisitAsync();
        await visit.SetAsync(("count", "3"), ("tokens", "3"));
        await visit.AskAsync(PageServer.Hostile);
        Assert.Equal(PageServer.HostileName, await visit.Find("#picks .source").First.GetAttributeAsync("title"));
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Text of pick 1", Exact = true }).ClickAsync();
        await Expect(visit.Find("#pick-1-text")).ToHaveTextAsync(PageServer.Hostile);
        Assert.Equal(PageServer.Hostile, await visit.Find(".scored").TextContentAsync());
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Memory" }).ClickAsync();
        await visit.Find("#search-text").FillAsync("The pump says in hall 99");
        await visit.Find("#search-text").PressAsync("Enter");
        await Expect(visit.Find(".hit p:last-child").First).ToHaveTextAsync(PageServer.Hostile);
        await Expect(visit.Find(".document .source").Last).ToHaveTextAsync(PageServer.HostileName);
        Assert.Equal(0, await visit.Find("img[src=x], main script, b, [onclick], [onload]").CountAsync());
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => window.hacked === undefined"));
    }
}
