namespace Loci.Server;

/// <summary>What the server allows, and what it does where a request does not say. Copied when the server starts.</summary>
public sealed record LociOptions
{
    /// <summary>Other names that clients may call the model by; each also takes the suffix <c>:tuned</c>.</summary>
    public IReadOnlyList<string> Aliases { get; set; } = [];

    /// <summary>The memory's name in <c>tuning.memory</c>; <c>default</c> is always understood.</summary>
    public string MemoryName { get; set; } = "default";

    /// <summary>How tuning is done where a request does not say.</summary>
    public TuningDefaults Tuning { get; set; } = new();

    /// <summary>Bounds on single requests.</summary>
    public RequestLimits Limits { get; set; } = new();

    /// <summary>Bounds on all requests together.</summary>
    public LoadLimits Load { get; set; } = new();

    /// <summary>Who may ask. Without keys everyone who reaches the server is the tenant without a name.</summary>
    public IReadOnlyList<Security.ApiKey> Keys { get; set; } = [];

    /// <summary>
    /// Names the server answers to, besides those of this machine (<c>localhost</c> and loopback addresses); a request for another host is refused, so that no web page can reach a server on
    /// its reader's machine by a name of its own. <c>*</c> answers to any.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>What paths begin with that need a key and answer in OpenAI's shape; an application adds its own, such as <c>/mcp</c>.</summary>
    public IList<string> ProtectedPaths { get; } = ["/v1", "/tokenize", "/detokenize", "/tokenizer_info", "/openapi"];

    /// <summary>How long an answer is kept for an <c>Idempotency-Key</c> after it was given.</summary>
    public TimeSpan IdempotencyWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Throws <see cref="InvalidInputException"/> naming every option that cannot be.</summary>
    public void Validate()
    {
        string[] wrong = [.. Tuning.Wrong(Limits), .. Limits.Wrong(), .. Load.Wrong(), .. Security.ApiKey.Wrong(Keys)];
        if (wrong.Length > 0) throw new InvalidInputException($"server options: expected {string.Join("; ", wrong)}.");
    }
}
