namespace Loci.Durability.Sharing;

/// <summary>How long how many read.</summary>
internal sealed record ShareOptions
{
    /// <summary>Folder of the memory and its ledger.</summary>
    public required string Work { get; init; }

    /// <summary>How long.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many threads read, in this process; every second one has the memory open for itself, the others share one.</summary>
    public int Readers { get; init; } = 8;

    /// <summary>About how many documents the writer keeps.</summary>
    public int Documents { get; init; } = 60;

    /// <summary>Whether the readers also ask what the memory says of itself.</summary>
    public bool Describes { get; init; } = true;

    /// <summary>Seed of the writer and of the queries.</summary>
    public int Seed { get; init; } = 1;
}
