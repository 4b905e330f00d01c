namespace Loci.Server.Protocol;

/// <summary>Tokens to put together.</summary>
public sealed record DetokenizeRequest
{
    /// <summary>The model; may be left out.</summary>
    public string? Model { get; init; }

    /// <summary>The ids.</summary>
    public IReadOnlyList<int>? Tokens { get; init; }
}
