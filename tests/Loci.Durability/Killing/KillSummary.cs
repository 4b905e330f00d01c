namespace Loci.Durability.Killing;

/// <summary>What a run of kills came to so far.</summary>
internal sealed class KillSummary
{
    private readonly List<double> _openings = [], _firstAnswers = [];

    /// <summary>Processes killed.</summary>
    public int Cycles { get; set; }

    /// <summary>Kills that came while an operation was under way.</summary>
    public int Inside { get; set; }

    /// <summary>Kills before the first acknowledgement.</summary>
    public int Opening { get; set; }

    /// <summary>Operations under way that were found to have happened.</summary>
    public int Happened { get; set; }

    /// <summary>Cycles after which everything was checked.</summary>
    public int Deep { get; set; }

    /// <summary>Operations that were acknowledged in all.</summary>
    public long Acknowledged { get; set; }

    /// <summary>Documents that were acknowledged and lost.</summary>
    public int Lost { get; set; }

    /// <summary>Documents or operations of which half was found.</summary>
    public int Half { get; set; }

    /// <summary>Everything that was not as it must be.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Takes note of how long opening took, and how long it took from there to the first answer, the opening included; in milliseconds.</summary>
    public void Time(double opening, double firstAnswer)
    {
        _openings.Add(opening);
        _firstAnswers.Add(firstAnswer);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Cycles} cycles, {Opening} kills before the first acknowledgement, {Inside} inside an operation (of which {Happened} had happened), "
        + $"{Acknowledged} operations acknowledged, {Deep} deep checks, {Lost} lost, {Half} half, {Faults.Count} faults; "
        + $"opening {Show(_openings)}, until the first answer {Show(_firstAnswers)}";

    private static string Show(List<double> times)
    {
        if (times.Count == 0)
            return "not measured";
        double[] sorted = [.. times.Order()];
        return $"p50 {sorted[sorted.Length / 2]:F0} ms, max {sorted[^1]:F0} ms";
    }
}
