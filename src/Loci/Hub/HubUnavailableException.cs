namespace Loci.Hub;

/// <summary>A failure that may pass: a lost connection, a server that is busy. Never leaves this folder.</summary>
internal sealed class HubUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the server asks to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
