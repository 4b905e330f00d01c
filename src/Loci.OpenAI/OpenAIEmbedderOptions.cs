namespace Loci.OpenAI;

/// <summary>How an <see cref="OpenAIEmbedder"/> asks.</summary>
public sealed record OpenAIEmbedderOptions
{
    /// <summary>The key that is sent; null where the endpoint wants none, as servers on one's own machine do. Never recorded and never part of a message.</summary>
    public string? Key { get; init; }

    /// <summary>How often a request is tried again, with growing waits or those the server asks for, when it fails for now (408, 429, 5xx, a lost connection). Default: 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>How long one try may take. Default: 100 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How many texts are sent at once, at most. Default: 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>How many requests are under way at once, at most. Default: 4.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>λ for this representation. Default: 0.1, that of the other dense ones.</summary>
    public double Noise { get; init; } = 0.1;
}
