namespace Loci.Durability.Working;

/// <summary>How an endless writer writes.</summary>
internal sealed record WorkerOptions
{
    /// <summary>Seed of the script.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>About how many documents are kept: above it more is forgotten than added.</summary>
    public int Documents { get; init; } = 200;

    /// <summary>The first number that may be forgotten.</summary>
    public long Base { get; init; }

    /// <summary>The most documents of one addition.</summary>
    public int LargestBatch { get; init; } = 150;
}
