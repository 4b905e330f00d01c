namespace Loci.Memories;

/// <summary>How a memory is opened.</summary>
public sealed record MemoryOptions
{
    /// <summary>Whether a memory that does not exist is created. Off by default, so that a mistyped name is an error.</summary>
    public bool Create { get; init; }

    /// <summary>The clock that stamps the memory and its writer.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
