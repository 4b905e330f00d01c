using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Memories;
using Loci.Server;
using Loci.Server.Engines;
using Loci.Server.Remembering;
using Loci.Server.Security;
using Loci.Server.Telemetry;
using Loci.Server.Workers;
using Loci.Text;
using Loci.Text.Chat;
using Loci.Torch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Loci.Cli.Serving;

/// <summary>The server as a program: an ASP.NET Core application over workers.</summary>
internal sealed class ServerProgram(ServeOptions options, ParseResult parsed, Output output)
{
    /// <summary>Serves until it is told to end; then requests in hand are let finish.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var keys = options.Keys(parsed);
        var address = options.Address(parsed, keys.Count > 0);
        using var memory = await OpenMemoryAsync(cancellationToken);
        var builder = Builder(address);
        using var telemetry = new ServerTelemetry();
        using var logs = LoggerFactory.Create(Logging);
        var engines = Engines(telemetry, logs);
        builder.Services.AddSingleton(telemetry);
        builder.Services.AddLoci(Composition(engines, memory), loci => options.Configure(loci, parsed, keys, address));
        Observability.Add(builder);
        await using var application = builder.Build();
        application.MapLoci().MapLociPage();
        await StartAsync(application, address, cancellationToken);
        foreach (var engine in engines) await engine.StartAsync(cancellationToken); // what keeps a worker from starting is the program's own error
        Announce(application, keys, memory);
        await application.WaitForShutdownAsync(cancellationToken);
    }

    private static async Task StartAsync(WebApplication application, ListeningAddress address, CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException taken) when (taken.InnerException is not null)
        {
            throw new InvalidInputException($"expected a free port, found that {address.Host}:{address.Port} cannot be listened on: {taken.InnerException.Message}. Name another with --port.", taken);
        }
    }

    private void Announce(WebApplication application, IReadOnlyList<ApiKey> keys, Memory? memory)
    {
        var url = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var model = Path.GetFileName(options.Worker.Model.Folder(parsed));
        output.Answer(
            new { Url = url, Model = model, Memory = memory?.Path, Keys = keys.Count, ProcessId = Environment.ProcessId },
            console => console.WriteLine($"Listening on {url}/v1 with {model}{(memory is null ? "" : $", learning from {memory.Path}")}{(keys.Count > 0 ? $", {keys.Count} keys" : ", for this machine alone")}. Ctrl-C ends it."));
        Console.Out.Flush();
    }

    private WebApplicationBuilder Builder(ListeningAddress address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }); // nothing of the folder it happens to be started in
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(address.Address, address.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Services.AddRouting();
        Logging(builder.Logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Shutdown(parsed));
        return builder;
    }

    private void Logging(ILoggingBuilder logging)
    {
        var (level, json) = options.Log(parsed);
        logging.SetMinimumLevel(level).AddFilter("Microsoft", level < LogLevel.Warning ? LogLevel.Warning : level).AddFilter("System.Net.Http", LogLevel.Warning);
        if (json) logging.AddJsonConsole();
        else logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "HH:mm:ss ", true));
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private IReadOnlyList<IEngine> Engines(ServerTelemetry telemetry, ILoggerFactory logs)
    {
        var memory = options.Memory(parsed) is { } given ? Places.Memory(given) : null;
        var workers = options.Workers(parsed);
        string[] arguments = [.. options.Worker.Arguments(parsed, memory, workers)];
        return [.. Enumerable.Range(1, workers).Select(number => new ChildEngine(number, () => WorkerStart.Of(arguments), logs.CreateLogger<ChildEngine>(), telemetry))];
    }

    private LociComposition Composition(IReadOnlyList<IEngine> engines, Memory? memory)
    {
        var folder = options.Worker.Model.Folder(parsed);
        var tokenizer = CausalLanguageModel.LoadTokenizer(folder);
        return new LociComposition
        {
            Engines = engines, Tokenizer = tokenizer, Chunker = Chunker.For(tokenizer, CausalLanguageModel.ReadContextLength(folder)), Template = ChatTemplates.Find(folder, DateOnly.FromDateTime(DateTime.Now)), Memories = memory is null ? null : new TenantMemories(memory),
        };
    }

    private async Task<Memory?> OpenMemoryAsync(CancellationToken cancellationToken)
    {
        if (options.Memory(parsed) is not { } given) return null;
        var place = Places.Memory(given);
        var identity = await MemoryPlace.FindEmbedderAsync(place, cancellationToken);
        if (identity is null && !options.CreatesMemory(parsed)) throw new InvalidInputException($"{given}: expected a memory, found none. Make it with 'loci remember', or with --create-memory.");
        var embedder = await Embedders.OpenAsync(identity, options.Worker.Embedder(parsed), cancellationToken);
        return await MemoryPlace.OpenAsync(place, embedder, new MemoryOptions { Create = options.CreatesMemory(parsed) }, cancellationToken);
    }
}
