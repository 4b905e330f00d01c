using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Loci.Server.Tests.Page;

/// <summary>One visit to the page. At its end, nothing may have been written to the console, thrown, or asked of another host.</summary>
internal sealed class PageVisit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly ConcurrentQueue<string> _wrong = new();

    private PageVisit(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !Expected.Any(part => message.Text.Contains(part, StringComparison.Ordinal))) _wrong.Enqueue($"console: {message.Text}");
        };
        page.PageError += (_, error) => _wrong.Enqueue($"thrown: {error}");
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is var url && url.Authority != address.Authority) _wrong.Enqueue($"asked of another host: {url}");
        };
    }

    public IPage Page { get; }

    /// <summary>What the console may say, such as a status that a test brings about.</summary>
    public IList<string> Expected { get; } = [];

    public static async Task<PageVisit> OpenAsync(IBrowser browser, Uri address, int width, int height, bool dark, string path)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        context.SetDefaultTimeout(60_000);
        var visit = new PageVisit(context, await context.NewPageAsync(), address);
        if (path.Length > 0) await visit.GoAsync(path);
        return visit;
    }

    /// <summary>Goes to a path and waits until the page is ready.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(_address, path).ToString());
        await Assertions.Expect(Page.Locator("body")).ToHaveAttributeAsync("data-ready", "true");
    }

    public ILocator Find(string selector) => Page.Locator(selector);

    /// <summary>Few picks and tokens, so that a test is quick.</summary>
    public async Task SetAsync(params (string Field, string Value)[] settings)
    {
        await Find("#settings summary").ClickAsync();
        foreach (var (field, value) in settings)
        {
            var place = Find($"#setting-{field}");
            if (await place.EvaluateAsync<string>("e => e.localName") == "select") await place.SelectOptionAsync(value);
            else await place.FillAsync(value);
            await place.DispatchEventAsync("change");
        }
    }

    /// <summary>Asks and waits for the end.</summary>
    public async Task AskAsync(string prompt)
    {
        await Find("#prompt").FillAsync(prompt);
        await Find("#ask-button").ClickAsync();
        await DoneAsync();
    }

    public Task DoneAsync() => Assertions.Expect(Find("#progress")).ToHaveTextAsync("Done.");

    /// <summary>Holds the page to the rules of accessibility that axe knows: names, roles, landmarks, contrast.</summary>
    public async Task AccessibleAsync()
    {
        var result = await Page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(broken => $"{broken.Id}: {broken.Help}: {string.Join(", ", broken.Nodes.Select(node => node.Html))}")));
    }

    /// <summary>Holds the page to be no wider than its window.</summary>
    public async Task FitsAsync() =>
        Assert.True(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");

    /// <summary>Keeps a picture of the page where LOCI_SCREENSHOTS names a folder.</summary>
    public async Task ShowAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("LOCI_SCREENSHOTS") is { Length: > 0 } folder) await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_wrong);
    }
}
