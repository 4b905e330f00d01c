using Microsoft.Playwright;

namespace Loci.Reports.Tests.Browsing;

/// <summary>The page as a browser shows it.</summary>
public sealed class PageInBrowserTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private const string Background = "getComputedStyle(document.body).backgroundColor";

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"loci-report-{Guid.NewGuid():N}.html");

    public async ValueTask InitializeAsync() => await File.WriteAllTextAsync(_file, new SampleReport { Text = "<b onload=alert(1)>\u202eodd" }.Page);

    public ValueTask DisposeAsync()
    {
        File.Delete(_file);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task It_shows_in_every_light_and_width_without_errors_requests_or_scrolling_sideways(ColorScheme scheme, int width)
    {
        await using var context = await browser.OpenAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        var page = await context.NewPageAsync();
        List<string> messages = [], requests = [];
        page.Console += (_, message) => messages.Add(message.Text);
        page.PageError += (_, error) => messages.Add(error);
        page.Request += (_, request) => requests.Add(request.Url);
        await page.GotoAsync(new Uri(_file).AbsoluteUri);
        Assert.Empty(messages);
        Assert.Equal([new Uri(_file).AbsoluteUri], requests);
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(20, 24, 28)" : "rgb(252, 252, 250)", await page.EvaluateAsync<string>(Background));
        await page.EvaluateAsync("for (const part of document.querySelectorAll('details')) part.open = true");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('main svg.plot')].filter(plot => plot.checkVisibility() && plot.getBoundingClientRect().width < 200).length"));
    }

    [Fact]
    public async Task The_switch_of_light_and_dark_works_and_is_remembered()
    {
        await using var context = await browser.OpenAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(_file).AbsoluteUri);
        var light = await page.EvaluateAsync<string>(Background);
        await page.Locator("#theme").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.NotEqual(light, await page.EvaluateAsync<string>(Background));
        Assert.Equal("Light", await page.Locator("#theme").TextContentAsync());
        await page.ReloadAsync();
        Assert.NotEqual(light, await page.EvaluateAsync<string>(Background));
        await page.Locator("#theme").ClickAsync();
        Assert.Equal(light, await page.EvaluateAsync<string>(Background));
    }

    [Fact]
    public async Task Another_method_recolours_the_tokens_and_changes_the_drawings()
    {
        await using var context = await browser.OpenAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(_file).AbsoluteUri);
        const string Token = "getComputedStyle(document.querySelector('.tokens span:nth-of-type(2)')).backgroundColor";
        Assert.Equal("rgb(251, 215, 176)", await page.EvaluateAsync<string>(Token)); // 0.4 nats lost by sift: the second step
        await page.Locator("input[name=learnt-method][value='2']").CheckAsync();
        Assert.Equal("rgb(247, 188, 128)", await page.EvaluateAsync<string>(Token)); // 0.6 by in-context: the third
        Assert.True(await page.Locator("#sigma-1-title").Locator("..").IsVisibleAsync());
        await page.Locator("input[name=prediction-method][value='1']").FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        Assert.False(await page.Locator("#sigma-1-title").Locator("..").IsVisibleAsync());
        Assert.True(await page.Locator("#sigma-0-title").Locator("..").IsVisibleAsync());
        await page.Locator(".tokens span").First.ClickAsync();
        Assert.StartsWith(" one · base 1.00 nats", await page.Locator(".readout").TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_documents_sorts_by_what_is_pressed_and_shows_the_harmed_alone()
    {
        await using var context = await browser.OpenAsync(new BrowserNewContextOptions());
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(_file).AbsoluteUri);
        async Task<double[]> ColumnAsync() => await page.EvaluateAsync<double[]>("[...document.querySelectorAll('.sortable tbody tr')].map(row => Number(row.cells[2].textContent.replace('▲', '')))");
        var before = await ColumnAsync();
        await page.Locator(".sortable button").Nth(2).ClickAsync();
        Assert.NotEqual(before, before.Order());
        Assert.Equal(before.Order(), await ColumnAsync());
        await page.Locator(".sortable button").Nth(2).ClickAsync();
        Assert.Equal(before.OrderDescending(), await ColumnAsync());
        Assert.Equal("descending", await page.Locator(".sortable th").Nth(2).GetAttributeAsync("aria-sort"));
        await page.Locator("#only-harmed").CheckAsync();
        Assert.Equal(await page.Locator(".sortable tr.harmed").CountAsync(), await page.EvaluateAsync<int>("[...document.querySelectorAll('.sortable tbody tr')].filter(row => row.checkVisibility()).length"));
    }
}
