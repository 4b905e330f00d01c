using System.CommandLine;
using System.Reflection;
using Loci.Cli.Hosting;
using Loci.Learning;
using Loci.Mcp;
using Loci.Memories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Loci.Cli.Commands;

/// <summary><c>loci mcp</c>: a memory and a model as tools of the Model Context Protocol, over standard input and output.</summary>
internal sealed class McpCommand
{
    private readonly MemoryChoice _memory = new();
    private readonly ModelOptions _model = new();
    private readonly TuningOptions _tuning = new();
    private readonly DrawingOptions _drawing = new();
    private readonly Option<int> _count = Options.Count(20);
    private readonly Option<int> _candidates = Options.Candidates();
    private readonly Option<double?> _noise = Options.Noise();
    private readonly Option<double?> _stopping = Options.Stopping();
    private readonly Option<int?> _promptSteps = Options.PromptSteps("0");
    private readonly Option<bool> _readOnly = new("--read-only") { Description = "Offer no tool that changes the memory." };
    private readonly Option<bool> _noGuard = new("--no-guard") { Description = "Keep adaptations even if they predict the prompt worse." };
    private readonly Option<int> _threads = Options.Threads();

    public static Command Create()
    {
        var mcp = new McpCommand();
        var command = new Command("mcp", "Serve a memory and a model to a host of the Model Context Protocol, over standard input and output: select passages, remember text, ask the adapted model.")
            { mcp._count, mcp._candidates, mcp._noise, mcp._stopping, mcp._promptSteps, mcp._readOnly, mcp._noGuard, mcp._threads };
        foreach (var option in (IEnumerable<Option>)[.. mcp._memory.All, .. mcp._model.All, .. mcp._tuning.All, .. mcp._drawing.All]) command.Options.Add(option);
        command.Validators.Add(mcp._tuning.Check);
        command.SetAction(mcp.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Console.SetOut(Console.Error); // standard output is the protocol's alone
        NativeStart.SetThreads(parsed.GetValue(_threads));
        using var model = _model.Load(parsed);
        using var memory = await _memory.OpenAsync(parsed, cancellationToken);
        var retrieval = new RetrievalOptions
        {
            Count = parsed.GetValue(_count), Candidates = parsed.GetValue(_candidates), Noise = parsed.GetValue(_noise), Stopping = parsed.GetValue(_stopping),
        };
        var learner = new TestTimeLearner(model, memory, _tuning.Read(parsed, model), new LearnerOptions
        {
            Guard = !parsed.GetValue(_noGuard), PromptSteps = parsed.GetValue(_promptSteps) ?? 0, Retrieval = retrieval,
        });
        var tools = new LociToolOptions { Retrieval = retrieval with { Distinct = true }, Generation = _drawing.Read(parsed), ReadOnly = parsed.GetValue(_readOnly) };
        await ServeAsync(memory, learner, tools, cancellationToken);
        return ExitCodes.Done;
    }

    private static async Task ServeAsync(IMemory memory, TestTimeLearner learner, LociToolOptions tools, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders().AddProvider(new StandardErrorLog()));
        services.AddMcpServer(server => server.ServerInfo = new Implementation { Name = "loci", Title = "Loci", Version = Version }).WithStdioServerTransport().AddLociTools(memory, learner, tools);
        await using var provider = services.BuildServiceProvider();
        await RunAsync(provider.GetRequiredService<McpServer>(), provider.GetRequiredService<ITransport>(), cancellationToken);
    }

    /// <summary>Serves until the host closes the input, which also ends what is under way: nobody is there to hear of it, and a question may take minutes.</summary>
    private static async Task RunAsync(McpServer server, ITransport transport, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = server.RunAsync(end.Token);
        await Task.WhenAny(transport.MessageReader.Completion, running);
        await end.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // the end of the input is how a host says good-bye
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static string Version => typeof(McpCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
