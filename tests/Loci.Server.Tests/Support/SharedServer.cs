[assembly: AssemblyFixture(typeof(Loci.Server.Tests.Support.SharedServer))]

namespace Loci.Server.Tests.Support;

/// <summary>
/// One server for most tests: loci-small on one thread, a small memory with three tenants, a key for each. What alpha
/// and beta remember never changes; a test that may add or forget does so as the stranger.
/// </summary>
public sealed class SharedServer : IAsyncLifetime
{
    /// <summary>The key of tenant alpha.</summary>
    public const string Alpha = "alpha-key-0123456789";

    /// <summary>The key of tenant beta.</summary>
    public const string Beta = "beta-key-0123456789ab";

    /// <summary>The key of tenant stranger, whose memory no test relies on.</summary>
    public const string Stranger = "stranger-key-0123456";

    /// <summary>What only tenant alpha's memory holds.</summary>
    public const string Canary = "the canary sings zq7Kx93vTe4Lm0pW in the mine";

    private readonly LociFolder _folder = new();

    internal LociFolder Folder => _folder;

    internal ServerProcess Server { get; private set; } = null!;

    internal string Memory => _folder.At("shared.loci");

    public async ValueTask InitializeAsync()
    {
        await _folder.RememberAsync(Memory, "alpha", [.. Enumerable.Range(0, 12).Select(Pump), Canary]);
        await _folder.RememberAsync(Memory, "beta", [.. Enumerable.Range(0, 12).Select(Garden)]);
        await _folder.RememberAsync(Memory, "stranger", [.. Enumerable.Range(0, 12).Select(Garden)]);
        var keys = _folder.Write("keys.txt", $"# three tenants\nalpha={Alpha}\nbeta={Beta}\nstranger={Stranger}\n");
        Server = await ServerProcess.StartAsync(_folder, "--memory", Memory, "--api-key-file", keys, "--alias", "small");
    }

    internal HttpClient Client(string key = Alpha) => Server.Client(key);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private static string Pump(int i) =>
        $"The pump in hall {i} was replaced in week {i + 3}. Its pressure is {i * 2 + 10} bar, and the budget for the pump is {i + 1} thousand euros. Whoever finds a leak in hall {i} closes the valve first and then calls the workshop.";

    private static string Garden(int i) =>
        $"In bed {i} of the garden grow tomatoes and beans. They are watered every {i + 2} days, in the evening, and the compost comes from heap {i}. The gardener of bed {i} sows again in spring, after the last frost.";
}
