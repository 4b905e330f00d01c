namespace Loci.Durability.Faults;

/// <summary>Which faults are tried.</summary>
internal sealed record FaultOptions
{
    /// <summary>Folder of the memories.</summary>
    public required string Work { get; init; }

    /// <summary>The modes; by default all by which nothing may be lost.</summary>
    public IReadOnlyList<FaultMode> Modes { get; init; } = [.. Enum.GetValues<FaultMode>().Except([FaultMode.Count, FaultMode.Lying])];

    /// <summary>Every how many calls one is taken.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>The first call that is taken, from 1.</summary>
    public int First { get; init; } = 1;

    /// <summary>The last call that is taken; null for the last that the script makes.</summary>
    public int? Last { get; init; }

    /// <summary>How many processes run at a time.</summary>
    public int Parallel { get; init; } = 2;

    /// <summary>After how long a process counts as hanging.</summary>
    public TimeSpan Hang { get; init; } = TimeSpan.FromSeconds(60);
}
