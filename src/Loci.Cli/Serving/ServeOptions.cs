using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Server;
using Loci.Server.Security;
using Microsoft.Extensions.Logging;

namespace Loci.Cli.Serving;

/// <summary>The options of <c>loci serve</c>.</summary>
internal sealed class ServeOptions
{
    private readonly Option<string?> _memory = WorkerOptions.MemoryOption();
    private readonly Option<bool> _create = new("--create-memory") { Description = "Make the memory where there is none." };
    private readonly Option<int> _port = Options.Whole("--port", 5080, 0, "Port to listen on; 0 takes a free one.");
    private readonly Option<string> _host = new("--host") { Description = "Address to listen on. Beyond this machine only with keys.", DefaultValueFactory = _ => "127.0.0.1", HelpName = "ADDRESS" };
    private readonly Option<string[]> _names = new("--allow-host") { Description = "A name in the Host header that is answered, besides this machine's own; may come several times. [default: any, where keys are asked for]", HelpName = "NAME" };
    private readonly Option<string?> _keys = new("--api-key-file") { Description = "File of keys, KEY or TENANT=KEY a line; else LOCI_API_KEYS, with commas between.", HelpName = "F" };
    private readonly Option<string[]> _aliases = new("--alias") { Description = "Another name of the model; may come several times.", HelpName = "NAME" };
    private readonly Option<int> _workers = Options.Whole("--workers", 1, 1, "Processes that compute, each with the model.");
    private readonly Option<int> _queue = Options.Whole("--queue", new LoadLimits().Queue, 1, "Requests that may wait; one more is answered 429.");
    private readonly Option<int> _perTenant = Options.Whole("--per-key", new LoadLimits().PerTenant, 1, "Requests of one key's tenant at once.");
    private readonly Option<int?> _perMinute = new("--per-minute") { Description = "Requests of one key's tenant in a minute. [default: no bound]", HelpName = "N" };
    private readonly Option<int> _count = Options.Count(new TuningDefaults().Count);
    private readonly Option<double?> _share = Options.Positive("--largest-share", "Largest share of the picks that one document may have. [default: no bound]");
    private readonly Option<int> _shutdown = Options.Whole("--shutdown-seconds", 30, 0, "How long requests in hand may take once the server is told to end.");
    private readonly Option<string> _log = new("--log") { Description = "What is logged to standard error: trace (with prompts), debug, information, warning, error.", DefaultValueFactory = _ => "information", HelpName = "LEVEL" };
    private readonly Option<bool> _logJson = new("--log-json") { Description = "Log one JSON object a line." };

    public ServeOptions() => _log.AcceptOnlyFromAmong("trace", "debug", "information", "warning", "error");

    /// <summary>What workers are told as well.</summary>
    public WorkerOptions Worker { get; } = new();

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All =>
        [_memory, _create, _port, _host, _keys, _names, _aliases, _workers, _queue, _perTenant, _perMinute, _count, _share, _shutdown, _log, _logJson, .. Worker.Shared];

    /// <summary>The memory as it was named; null where none was.</summary>
    public string? Memory(ParseResult parsed) => parsed.GetValue(_memory);

    /// <summary>Whether a memory is made where there is none.</summary>
    public bool CreatesMemory(ParseResult parsed) => parsed.GetValue(_create);

    /// <summary>Processes that compute.</summary>
    public int Workers(ParseResult parsed) => parsed.GetValue(_workers);

    /// <summary>Where to listen.</summary>
    /// <exception cref="InvalidInputException">It is no address, or reaches beyond this machine without a key.</exception>
    public ListeningAddress Address(ParseResult parsed, bool hasKeys) => ListeningAddress.Parse(parsed.GetRequiredValue(_host), parsed.GetValue(_port), hasKeys);

    /// <summary>How long requests in hand may take at the end.</summary>
    public TimeSpan Shutdown(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(_shutdown));

    /// <summary>What is logged.</summary>
    public (LogLevel Level, bool Json) Log(ParseResult parsed) => (Enum.Parse<LogLevel>(parsed.GetRequiredValue(_log), ignoreCase: true), parsed.GetValue(_logJson));

    /// <summary>The keys that are asked for; none where nothing says so.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read, or holds no key.</exception>
    public IReadOnlyList<ApiKey> Keys(ParseResult parsed)
    {
        if (parsed.GetValue(_keys) is not { } file) return Environment.GetEnvironmentVariable("LOCI_API_KEYS") is { Length: > 0 } given ? ApiKey.Parse(given) : [];
        if (!File.Exists(file)) throw new InvalidInputException($"{file}: expected a file of keys, found none.");
        return ApiKey.Parse(File.ReadAllText(file)) is { Count: > 0 } keys ? keys : throw new InvalidInputException($"{file}: expected keys, KEY or TENANT=KEY a line, found none.");
    }

    /// <summary>Sets the server's options.</summary>
    public void Configure(LociOptions options, ParseResult parsed, IReadOnlyList<ApiKey> keys, ListeningAddress address)
    {
        options.Keys = keys;
        options.Aliases = parsed.GetValue(_aliases) ?? [];
        options.Hosts = parsed.GetValue(_names) is { Length: > 0 } names ? names : keys.Count > 0 ? ["*"] : [address.Host];
        options.Load.Queue = parsed.GetValue(_queue);
        options.Load.PerTenant = parsed.GetValue(_perTenant);
        options.Load.PerMinute = parsed.GetValue(_perMinute);
        options.Tuning.Count = parsed.GetValue(_count);
        options.Tuning.LargestShare = parsed.GetValue(_share);
        if (Memory(parsed) is { } memory) options.MemoryName = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(memory.Split('?')[0]));
    }
}
