using Loci.Embedding;
using Loci.Memories;
using Loci.TestSupport;
using Loci.Torch;
using ModelContextProtocol.Client;

namespace Loci.Mcp.Tests;

/// <summary>The real <c>loci mcp</c>, in a process of its own, over a memory of a few notes and a published model of 260 thousand parameters; and the same model here, to hold its answers against.</summary>
public sealed class LociServer : IAsyncLifetime
{
    public const string Pump = "The pump in the north hall was repaired on Thursday.";
    public const string Kettle = "Kettles whistle when the water boils.";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-mcp-");
    private readonly LexicalEmbedder _embedder = new();

    /// <summary>A client of a running server.</summary>
    public McpClient Client { get; private set; } = null!;

    public CausalLanguageModel Model { get; private set; } = null!;

    /// <summary>What the server reads, opened here too.</summary>
    public Memory Memory { get; private set; } = null!;

    public string Folder => _folder.FullName;

    public string MemoryFolder => Path.Combine(Folder, "m.loci");

    public static string ModelFolder => Path.Combine(Fixtures.Copies, "published", "stories260K", "hf");

    public async ValueTask InitializeAsync()
    {
        TorchRuntime.SetThreads(1); // as the server, so that the same numbers come
        Model = CausalLanguageModel.Load(ModelFolder);
        string[] notes = [Pump, "The pump in the south hall needs oil.", Kettle, "Kettles are sold in the village."];
        using (var made = await Memory.OpenAsync(MemoryFolder, _embedder, new MemoryOptions { Create = true })) // a memory that has written is its writer until it is closed
        {
            for (var i = 0; i < notes.Length; i++) await made.AddAsync(new DocumentRecord($"note-{i}", notes[i]), [new Chunk(notes[i], Model.Tokenizer.Encode(notes[i]).Length)]);
        }
        Memory = await Memory.OpenAsync(MemoryFolder, _embedder);
        Client = await ConnectAsync("m.loci");
    }

    /// <summary>Starts another server and connects to it.</summary>
    public Task<McpClient> ConnectAsync(string memory = "m.loci", params string[] options) => McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Name = "loci", Command = Dotnet, Arguments = Arguments(memory, options), WorkingDirectory = Folder, EnvironmentVariables = Variables,
        }),
        cancellationToken: TestContext.Current.CancellationToken);

    public static string Dotnet => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>What <see cref="Dotnet"/> is started with.</summary>
    public static string[] Arguments(string memory = "m.loci", params string[] options) =>
        ["exec", Path.Combine(AppContext.BaseDirectory, "Loci.Cli.dll"), "mcp", "--memory", memory, "--model", ModelFolder, "--count", "4", "--no-guard", "--threads", "1", "--max-tokens", "12", .. options];

    /// <summary>Its environment, besides this process's own.</summary>
    public Dictionary<string, string?> Variables => new(StringComparer.Ordinal) { ["LOCI_HOME"] = Path.Combine(Folder, "home"), ["LOCI_LIBTORCH"] = "", ["LOCI_DEBUG"] = "" };

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Memory.Dispose();
        Model.Dispose();
        _embedder.Dispose();
        _folder.Delete(recursive: true);
    }
}
