namespace Loci.Server.Protocol;

/// <summary>A document to remember.</summary>
public sealed record MemoryDocument
{
    /// <summary>Where it comes from: any name that the client chooses.</summary>
    public string? Source { get; init; }

    /// <summary>Its text.</summary>
    public string? Text { get; init; }

    /// <summary>What else is known of it; names that begin with <c>loci.</c> are the server's own.</summary>
    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    /// <summary>Whether it takes the place of what the memory had from this source.</summary>
    public bool? Replaces { get; init; }
}
