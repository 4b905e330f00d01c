using System.CommandLine;
using System.Globalization;
using Loci.Cli.Hosting;

namespace Loci.Cli.Serving;

/// <summary>What a server and its workers are told alike: the model, what it learns from, and how.</summary>
internal sealed class WorkerOptions
{
    private readonly ModelOptions _model = new();
    private readonly Option<string?> _embedder = Options.Embedder();
    private readonly Option<string> _tuning = new("--tuning") { Description = "What learns where a request does not say: damped, full, lora or head; auto is damped up to ten million weights, full above.", DefaultValueFactory = _ => "auto" };
    private readonly Option<int> _threads = Options.Threads();
    private readonly Option<string?> _memory = MemoryOption();

    public WorkerOptions() => _tuning.AcceptOnlyFromAmong("auto", "damped", "full", "lora", "head");

    /// <summary>Options that both have.</summary>
    public IEnumerable<Option> Shared => [.. _model.All, _embedder, _tuning, _threads];

    /// <summary>Options of a worker.</summary>
    public IEnumerable<Option> All => [.. Shared, _memory];

    /// <summary>The option that names a memory.</summary>
    public static Option<string?> MemoryOption() => new("--memory") { Description = "What can be learnt from: a folder, a name under LOCI_HOME/memories, or postgres://user@host/database?memory=name.", HelpName = "M" };

    /// <summary>The model.</summary>
    public ModelOptions Model => _model;

    /// <summary>The embedder as it was named; null where none was.</summary>
    public string? Embedder(ParseResult parsed) => parsed.GetValue(_embedder);

    /// <summary>What learns where a request does not say.</summary>
    public string Tuning(ParseResult parsed) => parsed.GetRequiredValue(_tuning);

    /// <summary>A worker's memory; null for none.</summary>
    public string? Memory(ParseResult parsed) => parsed.GetValue(_memory);

    /// <summary>Threads of a worker.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads);

    /// <summary>A worker's command line.</summary>
    /// <param name="parsed">The server's.</param>
    /// <param name="memory">Where the memory is; null for none.</param>
    /// <param name="workers">How many share the threads.</param>
    public IEnumerable<string> Arguments(ParseResult parsed, string? memory, int workers) =>
    [
        "worker", .. _model.Arguments(parsed), "--tuning", Tuning(parsed), "--threads", Math.Max(1, Threads(parsed) / workers).ToString(CultureInfo.InvariantCulture),
        .. memory is null ? [] : new[] { "--memory", memory }, .. Embedder(parsed) is { } embedder ? new[] { "--embedder", embedder } : [],
    ];
}
