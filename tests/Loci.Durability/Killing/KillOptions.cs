namespace Loci.Durability.Killing;

/// <summary>How often and what is killed.</summary>
internal sealed record KillOptions
{
    /// <summary>Folder of the memory, its ledger and copies of it; kept where something is wrong.</summary>
    public required string Work { get; init; }

    /// <summary>How many processes are started and killed.</summary>
    public int Cycles { get; init; } = 1000;

    /// <summary>How many chunks the memory holds before the first.</summary>
    public int Chunks { get; init; } = 100_000;

    /// <summary>Seed of everything but the scheduler of the machine.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Every how many cycles everything is read, the database checked whole, and the index held against a rebuilt one.</summary>
    public int DeepEvery { get; init; } = 25;

    /// <summary>The longest that opening may take.</summary>
    public TimeSpan OpenLimit { get; init; } = TimeSpan.FromSeconds(2);
}
