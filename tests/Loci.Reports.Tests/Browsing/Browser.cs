using Microsoft.Playwright;

namespace Loci.Reports.Tests.Browsing;

/// <summary>A browser that is installed, started once for all tests of a class; without one, or without its driver, they are skipped.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly string? _program = Environment.GetEnvironmentVariable("LOCI_BROWSER") is { Length: > 0 } given ? given : Find();
    private IPlaywright? _driver;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (_program is null) return;
        _driver = await Playwright.CreateAsync();
        _browser = await _driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = _program, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    /// <summary>A window of its own, with nothing kept from others.</summary>
    public Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options)
    {
        Assert.SkipWhen(_browser is null, "No Chromium is installed; LOCI_BROWSER can name one.");
        return _browser.NewContextAsync(options);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _driver?.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
