using Loci.Server.Errors;

namespace Loci.Server.Scheduling;

/// <summary>Work that this process does itself, such as selections and searches: a few at once, as many again may wait, the rest is refused.</summary>
internal sealed class BoundedWork(LociOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _room = new(options.Load.Selections);
    private readonly ServiceTimes _times = new();
    private int _inside;

    /// <summary>Does the work on a thread of the pool.</summary>
    /// <exception cref="ApiException">There is no room, or it takes too long.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var deadline = new CancellationTokenSource(options.Limits.Time, time);
        using var late = deadline.Token.Register(stop.Cancel);
        try
        {
            if (Interlocked.Increment(ref _inside) > 2 * options.Load.Selections)
                throw ApiException.Busy("As many selections and searches are in hand as may be.", _times.Until(options.Load.Selections, options.Load.Selections));
            await _room.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                var began = time.GetTimestamp();
                var result = await Task.Run(() => work(stop.Token), stop.Token).ConfigureAwait(false);
                _times.Add(time.GetElapsedTime(began));
                return result;
            }
            finally
            {
                _room.Release();
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw ApiException.TimedOut("The answer took longer than it may. Ask for less.");
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Dispose() => _room.Dispose();
}
