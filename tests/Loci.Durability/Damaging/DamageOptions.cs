namespace Loci.Durability.Damaging;

/// <summary>How much is damaged.</summary>
internal sealed record DamageOptions
{
    /// <summary>Folder of the memories.</summary>
    public required string Work { get; init; }

    /// <summary>Seed of the places.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many lengths each file is cut to.</summary>
    public int Cuts { get; init; } = 60;

    /// <summary>How many bits of each file are turned, one at a time.</summary>
    public int Flips { get; init; } = 1000;

    /// <summary>Whether memories are opened also in the way that makes one where there is none.</summary>
    public bool Making { get; init; } = true;

    /// <summary>After how long a damage counts as hanging and the run is given up.</summary>
    public TimeSpan Hang { get; init; } = TimeSpan.FromSeconds(60);
}
