namespace Loci.Hub;

/// <summary>Waits longer after each failure in a row, 1, 2, 4, 8 seconds or what the server asks for, and gives up after the fifth. One for each piece of work.</summary>
internal sealed class Backoff(TimeProvider time)
{
    private const int MostFailures = 5;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private int _failures;

    /// <summary>Runs work until it succeeds.</summary>
    /// <exception cref="HubException">It failed too often.</exception>
    public static async Task<T> RunAsync<T>(TimeProvider time, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time);
        while (true)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (HubUnavailableException e)
            {
                await backoff.WaitAsync(e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Says that there was progress: failures are counted afresh.</summary>
    public void Progressed() => _failures = 0;

    /// <summary>Waits after a failure.</summary>
    /// <exception cref="HubException">It was one too many.</exception>
    public Task WaitAsync(HubUnavailableException failure, CancellationToken cancellationToken)
    {
        if (++_failures >= MostFailures) throw new HubException($"{failure.Message} Tried {MostFailures} times; run the same command again to go on from what is there.", failure);
        var wait = failure.RetryAfter ?? TimeSpan.FromSeconds(1 << (_failures - 1));
        return Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken);
    }
}
