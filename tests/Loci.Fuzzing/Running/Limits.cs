namespace Loci.Fuzzing.Running;

/// <summary>What reading one damaged file may cost. Allocation is limited by the target, in proportion to the folder that is read.</summary>
internal sealed record Limits
{
    /// <summary>Time; an input that takes longer is read a second time, so that a busy machine is no fault.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time after which an input counts as hanging and the run is given up.</summary>
    public TimeSpan Hang { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Resident memory that reading may add at its peak, native memory included, besides the target's factor times the folder: the causal biases of
    /// a context of 2,048 or more take 16 MiB each whatever the weights, and the managed heap grows in steps.
    /// </summary>
    public long ResidentRoom { get; init; } = 192 << 20;

    /// <summary>Whether resident memory is watched; of use only where nothing else runs in the process.</summary>
    public bool WatchesResident { get; init; } = true;
}
