using System.Globalization;
using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;
using Microsoft.Playwright;

namespace Loci.Server.Tests.Page;

/// <summary>A server without keys over a memory of its own, and a browser; started for the first test that needs them. Without a browser nothing is started.</summary>
[CollectionDefinition(Name)]
public sealed class PageServer : IAsyncLifetime, ICollectionFixture<PageServer>
{
    /// <summary>Names the tests that share it, which run one after the other.</summary>
    public const string Name = "page";

    /// <summary>What a document in the memory says that would run if any of it were taken for HTML.</summary>
    public const string Hostile = "The pump says <img src=x onerror=\"window.hacked=1\"><script>window.hacked=2</script><svg onload=\"window.hacked=3\"> & \"quotes\" '</textarea>' in hall 99.";

    /// <summary>The hostile document's name, which is one as well.</summary>
    public const string HostileName = "notes/<b onclick=window.hacked=4>hall</b>.txt";

    private readonly LociFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Browser.Path is null) return;
        Server = await ServerProcess.StartAsync(_folder, "--memory", _folder.At("page.loci"), "--create-memory");
        using var client = Server.Client();
        var documents = new JsonArray([.. Enumerable.Range(0, 14).Select(i => (JsonNode)Hall(i)), Document(HostileName, Hostile)]);
        await client.AskAsync("/v1/memory/documents", new JsonObject { ["documents"] = documents });
        Assertions.SetDefaultExpectTimeout(60_000); // a busy machine takes its time to learn; what is waited for is a condition
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Browser.Path, Args = ["--no-sandbox"] });
    }

    /// <summary>A fresh browser profile at the page of a server; the shared one where none is given.</summary>
    internal async Task<PageVisit> VisitAsync(ServerProcess? server = null, int width = 1200, int height = 900, bool dark = false, string path = "/")
    {
        Assert.SkipWhen(_browser is null, Browser.Missing);
        return await PageVisit.OpenAsync(_browser!, (server ?? Server).Address, width, height, dark, path);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (Server is not null) await Server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A document of one hall's pump.</summary>
    internal static JsonObject Hall(int i) => Document(
        $"halls/{i.ToString("00", CultureInfo.InvariantCulture)}.txt",
        $"The pump in hall {i} was replaced in week {i + 3}. Its pressure is {i * 2 + 10} bar, and the budget for the pump is {i + 1} thousand euros. Whoever finds a leak in hall {i} closes the valve first and then calls the workshop.");

    private static JsonObject Document(string source, string text) => new() { ["source"] = source, ["text"] = text };
}
