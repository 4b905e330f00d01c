using Loci.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Loci.Server.Tests.Page;

/// <summary>Everyone who may use the page: by keyboard alone, on a phone, in the dark, with a key.</summary>
[Collection(PageServer.Name)]
public sealed class ReachTests(PageServer server, SharedServer shared)
{
    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var visit = await server.VisitAsync();
        var keys = visit.Page.Keyboard;
        await keys.PressAsync("Tab");
        await Expect(visit.Find(".skip")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(visit.Find("#main")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await Expect(visit.Find("#prompt")).ToBeFocusedAsync();
        await keys.TypeAsync("The pump in hall 2");
        await TabToAsync(visit, "#settings summary");
        await keys.PressAsync("Enter");
        await TabToAsync(visit, "#setting-count");
        await keys.TypeAsync("3");
        await TabToAsync(visit, "#setting-tokens");
        await keys.PressAsync("Control+A");
        await keys.TypeAsync("3");
        await visit.Find("#prompt").FocusAsync();
        await keys.PressAsync("Control+Enter");
        await visit.DoneAsync();
        await Expect(visit.Find("#picks .source")).ToHaveCountAsync(3);
        await TabToAsync(visit, "input[name=rule]:checked");
        await keys.PressAsync("ArrowUp");
        await Expect(visit.Find("#map-figure [data-rule=sift]")).ToBeHiddenAsync();
        await TabToAsync(visit, "#picks button");
        await keys.PressAsync("Enter");
        await Expect(visit.Find("#pick-1-text")).ToContainTextAsync("hall");
        Assert.Equal("3px", await visit.Find("#picks button").First.EvaluateAsync<string>("e => getComputedStyle(e).outlineWidth")); // the focus is seen
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_phone_shows_everything_without_scrolling_sideways(bool dark)
    {
        await using var visit = await server.VisitAsync(width: 360, height: 740, dark: dark);
        await visit.SetAsync(("count", "5"), ("tokens", "8"));
        await visit.AskAsync("Its pressure is 12 bar, and the budget for the pump is");
        await visit.FitsAsync();
        await visit.AccessibleAsync();
        await visit.ShowAsync(dark ? "phone-dark" : "phone-light");
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Memory" }).ClickAsync();
        await Expect(visit.Find(".document").First).ToBeVisibleAsync();
        await visit.FitsAsync();
        await visit.AccessibleAsync();
        var ground = await visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
        Assert.Equal(dark ? "rgb(16, 21, 27)" : "rgb(245, 243, 238)", ground);
    }

    [Fact]
    public async Task A_server_with_keys_asks_for_one_and_remembers_it()
    {
        await using var visit = await server.VisitAsync(shared.Server, path: "");
        visit.Expected.Add("401 (Unauthorized)");
        await visit.Page.GotoAsync(shared.Server.Address.ToString());
        await visit.Find("#key").FillAsync("not-a-key-0123456789");
        await visit.Find("#key").PressAsync("Enter");
        await Expect(visit.Find("#key-wrong")).ToContainTextAsync("none of this server's");
        await visit.AccessibleAsync();
        await visit.Find("#key").FillAsync(SharedServer.Beta);
        await visit.Find("#key").PressAsync("Enter");
        await Expect(visit.Find("#served")).ToContainTextAsync("12 documents");
        await visit.GoAsync("/#memory");
        await Expect(visit.Find(".document")).ToHaveCountAsync(12);
        await Expect(visit.Find("#key-dialog")).ToBeHiddenAsync();
    }

    private static async Task TabToAsync(PageVisit visit, string selector)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            if (await visit.Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector)) return;
            await visit.Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"The keyboard never came to {selector}.");
    }
}
