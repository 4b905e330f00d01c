namespace Loci.Memories;

/// <summary>How a memory is opened.</summary>
public sealed record MemoryOptions
{
    /// <summary>Whether a memory that does not exist is created. Off by default, so that a mistyped name is an error.</summary>
    public bool Create { get; init; }

    /// <summary>
    /// Whose documents are meant. Everything done through the opened memory sees and changes the documents of this tenant alone; term statistics and indexes
    /// are a tenant's own. Empty, the default, is a tenant like any other.
    /// </summary>
    public string Tenant { get; init; } = "";

    /// <summary>What additions do with near-duplicates.</summary>
    public NearDuplicates NearDuplicates { get; init; }

    /// <summary>The clock that stamps the memory, its documents and its writer.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
