namespace Loci.Learning;

/// <summary>Adds up the seconds that each stage of the method takes. Not thread-safe: one per prompt.</summary>
/// <param name="time">Where time comes from.</param>
public sealed class StageClock(TimeProvider time)
{
    private readonly Dictionary<string, double> _seconds = new(StringComparer.Ordinal);

    /// <summary>Seconds per stage so far.</summary>
    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    /// <summary>Runs a stage and adds its time, also when it fails.</summary>
    public T Time<T>(string stage, Func<T> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var began = time.GetTimestamp();
        try
        {
            return run();
        }
        finally
        {
            _seconds[stage] = _seconds.GetValueOrDefault(stage) + time.GetElapsedTime(began).TotalSeconds;
        }
    }
}
