using System.Collections.Concurrent;

namespace Loci.Tests.Hub;

/// <summary>A clock on which waits of up to a minute are over at once, and longer ones when the test says so.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    /// <summary>Waits that were asked for, in order.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    /// <summary>Whether the next longer wait is over at once too.</summary>
    public bool EndNextLongWait { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime <= Short)
        {
            Waits.Enqueue(dueTime);
            dueTime = TimeSpan.Zero;
        }
        else if (dueTime > Short && EndNextLongWait)
        {
            EndNextLongWait = false;
            dueTime = TimeSpan.Zero;
        }
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
