namespace Loci.Server.Scheduling;

/// <summary>How long jobs take, as a mean in which the newest count most: what an honest Retry-After is made of. Safe to share between threads.</summary>
internal sealed class ServiceTimes
{
    private const double Weight = 0.2; // of the newest
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private double? _seconds;

    /// <summary>Takes note of a job.</summary>
    public void Add(TimeSpan taken)
    {
        lock (_lock) _seconds = _seconds is { } mean ? mean + Weight * (taken.TotalSeconds - mean) : taken.TotalSeconds;
    }

    /// <summary>How long until there is room again, with so many jobs before it and so many engines; at least a second.</summary>
    public TimeSpan Until(int jobs, int engines)
    {
        lock (_lock)
        {
            var seconds = (_seconds ?? 1) * jobs / Math.Max(1, engines);
            return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), 1, Longest.TotalSeconds));
        }
    }
}
