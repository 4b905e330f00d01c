namespace Loci.Server.Load.Running;

/// <summary>A real server over a memory with two tenants, in a folder that is gone when it ends.</summary>
internal sealed class LoadServer : IAsyncDisposable
{
    /// <summary>The keys of tenants alpha and beta.</summary>
    public static readonly string[] Keys = ["alpha-key-0123456789", "beta-key-0123456789ab"];

    /// <summary>What only tenant alpha's memory holds.</summary>
    public const string Canary = "the canary sings zq7Kx93vTe4Lm0pW in the mine";

    private readonly string[] _arguments;

    private LoadServer(string[] arguments) => _arguments = arguments;

    /// <summary>The folder.</summary>
    public LociFolder Folder { get; } = new();

    /// <summary>The server's process; after <see cref="StartAgainAsync"/> another.</summary>
    public ServerProcess Server { get; private set; } = null!;

    /// <summary>The memory.</summary>
    public string Memory => Folder.At("load.loci");

    /// <summary>Makes the memory and starts a server.</summary>
    public static async Task<LoadServer> StartAsync(params string[] arguments)
    {
        var load = new LoadServer(arguments);
        await load.Folder.RememberAsync(load.Memory, "alpha", [.. Enumerable.Range(0, 40).Select(i => $"The pump in hall {i} was replaced in week {i + 3}; its pressure is {i * 2 + 10} bar, and whoever finds a leak closes valve {i}."), Canary]);
        await load.Folder.RememberAsync(load.Memory, "beta", [.. Enumerable.Range(0, 40).Select(i => $"In bed {i} of the garden grow tomatoes and beans, watered every {i + 2} days from butt {i} and sown again in spring.")]);
        load.Folder.Write("keys.txt", $"alpha={Keys[0]}\nbeta={Keys[1]}\n");
        await load.StartServerAsync();
        return load;
    }

    /// <summary>Starts a server over the same memory, when the last has ended.</summary>
    public async Task StartAgainAsync()
    {
        await Server.DisposeAsync();
        await StartServerAsync();
    }

    /// <summary>A client of a tenant.</summary>
    public HttpClient Client(int tenant) => Server.Client(Keys[tenant]);

    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
        Folder.Dispose();
    }

    private async Task StartServerAsync() =>
        Server = await ServerProcess.StartAsync(Folder, ["--memory", Memory, "--api-key-file", Folder.At("keys.txt"), "--queue", "1000", "--per-key", "1000", .. _arguments]);
}
