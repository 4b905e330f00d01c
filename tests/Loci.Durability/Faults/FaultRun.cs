using System.Globalization;

namespace Loci.Durability.Faults;

/// <summary>Runs the script once for each call and mode.</summary>
internal sealed class FaultRun(FaultShim shim, FaultOptions options)
{
    /// <summary>The calls that the script makes without a fault, one line each: number, call, file, bytes.</summary>
    public IReadOnlyList<string> Calls { get; private set; } = [];

    /// <summary>Runs; the outcomes in order of mode and call.</summary>
    /// <param name="progress">Told of each outcome, how many there are so far, and how many there will be; by one thread at a time.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task<IReadOnlyList<FaultOutcome>> RunAsync(Action<FaultOutcome, int, int>? progress = null, CancellationToken stop = default)
    {
        Calls = await new FaultCase(shim, Path.Combine(options.Work, "count"), options.Hang).CountAsync(stop);
        (FaultMode Mode, int At)[] plan = [.. options.Modes.SelectMany(mode => Places(mode).Select(at => (mode, at)))];
        var outcomes = new FaultOutcome[plan.Length];
        var (done, told) = (0, new Lock());
        await Parallel.ForAsync(0, plan.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = stop }, async (i, token) =>
        {
            var (mode, at) = plan[i];
            var folder = Path.Combine(options.Work, string.Create(CultureInfo.InvariantCulture, $"{mode}-{at}"));
            outcomes[i] = await new FaultCase(shim, folder, options.Hang).RunAsync(mode, at, token);
            lock (told)
                progress?.Invoke(outcomes[i], ++done, plan.Length);
        });
        return outcomes;
    }

    private IEnumerable<int> Places(FaultMode mode)
    {
        var last = Math.Min(options.Last ?? Calls.Count, Calls.Count);
        for (var at = options.First; at <= last; at += options.Stride)
            yield return at;
        if (options.Last is null && mode is FaultMode.Power or FaultMode.Reorder or FaultMode.Lying)
            yield return 0; // at the end of the process
    }
}
