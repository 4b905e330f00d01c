namespace Loci.Fuzzing.Running;

/// <summary>Which inputs to make and what they may cost.</summary>
internal sealed record FuzzRun
{
    /// <summary>Decides every input together with its number.</summary>
    public required int Seed { get; init; }

    /// <summary>How many.</summary>
    public required long Count { get; init; }

    /// <summary>Number of the first.</summary>
    public long First { get; init; }

    /// <summary>The one kind to read, or null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>Where inputs are kept that break the contract, hang or kill the process; null keeps none.</summary>
    public string? Failures { get; init; }

    /// <summary>What reading may cost.</summary>
    public Limits Limits { get; init; } = new();
}
