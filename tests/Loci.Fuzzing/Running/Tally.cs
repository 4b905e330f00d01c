namespace Loci.Fuzzing.Running;

/// <summary>What one kind came to.</summary>
internal sealed class Tally
{
    /// <summary>Files read.</summary>
    public long Inputs { get; private set; }

    /// <summary>Files that were taken: damaged where nothing depends on it, or where every value is as good as another.</summary>
    public long Accepted { get; private set; }

    /// <summary>Files that were refused by <see cref="InvalidInputException"/>.</summary>
    public long Refused { get; private set; }

    /// <summary>Files that broke the contract.</summary>
    public long Failed { get; private set; }

    /// <summary>The longest time.</summary>
    public double SlowestMilliseconds { get; private set; }

    /// <summary>The most managed bytes.</summary>
    public long LargestAllocation { get; private set; }

    /// <summary>The largest rise of resident memory.</summary>
    public long LargestResidentRise { get; private set; }

    /// <summary>Counts an outcome.</summary>
    public void Add(Outcome outcome)
    {
        Inputs++;
        Failed += outcome.Fault is null ? 0 : 1;
        Accepted += outcome is { Fault: null, Accepted: true } ? 1 : 0;
        Refused += outcome is { Fault: null, Accepted: false } ? 1 : 0;
        SlowestMilliseconds = Math.Max(SlowestMilliseconds, outcome.Milliseconds);
        LargestAllocation = Math.Max(LargestAllocation, outcome.Allocated);
        LargestResidentRise = Math.Max(LargestResidentRise, outcome.Resident);
    }
}
