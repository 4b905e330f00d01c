using System.Diagnostics;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Requests;

/// <summary>Waiting for what another process comes to, which can only be asked for.</summary>
internal static class Condition
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5), Limit = TimeSpan.FromMinutes(1);

    /// <summary>Returns once the condition holds.</summary>
    /// <param name="holds">Looks.</param>
    /// <param name="otherwise">What it means that it never comes to hold.</param>
    /// <param name="limit">How long to wait at most; a minute where none is given.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BrokenPromiseException">It did not hold within the limit.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> holds, string otherwise, TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            BrokenPromiseException.Unless(clock.Elapsed < (limit ?? Limit), otherwise);
            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }
}
