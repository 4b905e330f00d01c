namespace Loci.Server;

/// <summary>Bounds on all requests together.</summary>
public sealed record LoadLimits
{
    /// <summary>Jobs that wait for an engine; one more is answered 429. Default 64.</summary>
    public int Queue { get; set; } = 64;

    /// <summary>Jobs of one tenant that wait or run at once. Default 32.</summary>
    public int PerTenant { get; set; } = 32;

    /// <summary>Requests of one tenant in a minute; null, the default, sets no bound.</summary>
    public int? PerMinute { get; set; }

    /// <summary>Selections and searches that this process works on at once; as many again may wait. Default: the number of cores.</summary>
    public int Selections { get; set; } = Environment.ProcessorCount;

    internal IEnumerable<string> Wrong()
    {
        if (Queue < 1) yield return $"Load.Queue of at least 1 (found {Queue})";
        if (PerTenant < 1) yield return $"Load.PerTenant of at least 1 (found {PerTenant})";
        if (PerMinute < 1) yield return $"Load.PerMinute of at least 1 (found {PerMinute})";
        if (Selections < 1) yield return $"Load.Selections of at least 1 (found {Selections})";
    }
}
