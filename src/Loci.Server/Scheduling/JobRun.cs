using System.Runtime.CompilerServices;
using Loci.Server.Engines;

namespace Loci.Server.Scheduling;

/// <summary>
/// One job on its way through the queue and an engine. Any number of requests may wait for it; each reads all its events from the first. It is given up when the last of them has gone,
/// unless its result is kept for later. Safe to share between threads.
/// </summary>
internal sealed class JobRun : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<EngineEvent> _events = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = New();
    private TaskCompletionSource _changed = New();
    private Exception? _failure;
    private AbandonReason? _reason;
    private int _waiting;

    public JobRun(EngineJob job, string tenant, string id, DateTimeOffset created, long submitted) => (Job, Tenant, Id, Created, Submitted) = (job, tenant, id, created, submitted);

    /// <summary>Names the run; letters and digits.</summary>
    public string Id { get; }

    /// <summary>What to do.</summary>
    public EngineJob Job { get; }

    /// <summary>Whose it is.</summary>
    public string Tenant { get; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>The same as a timestamp of the clock.</summary>
    public long Submitted { get; }

    /// <summary>How long it waited for an engine; zero while it does.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Where it stands.</summary>
    public RunState State { get; private set; }

    /// <summary>Whether it has ended, well or not.</summary>
    public bool HasEnded => State is RunState.Done or RunState.Failed;

    /// <summary>What went wrong; null where nothing did.</summary>
    public Exception? Failure => _failure;

    /// <summary>Done as soon as the run has ended, well or not.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Tells the engine to stop.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<EngineEvent> Events
    {
        get
        {
            lock (_lock) return [.. _events];
        }
    }

    /// <summary>Takes note of someone who waits; false where the run was given up or has failed. Who waits <see cref="Leave"/>s in the end.</summary>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_reason is not null || State == RunState.Failed) return false;
            _waiting++;
            return true;
        }
    }

    /// <summary>Someone waits no longer.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_waiting > 0 || HasEnded) return;
        }
        Abandon(AbandonReason.NobodyWaits);
    }

    /// <summary>Gives the run up: at once where it still waits for an engine, else as soon as the engine stops.</summary>
    public void Abandon(AbandonReason reason)
    {
        bool waits;
        lock (_lock)
        {
            if (_reason is not null || HasEnded) return;
            (_reason, waits) = (reason, State == RunState.Queued);
        }
        _stop.Cancel();
        if (waits) End(new RunAbandonedException(reason));
    }

    /// <summary>The engine begins.</summary>
    /// <param name="waited">How long the run waited for it.</param>
    public void Begin(TimeSpan waited) => Change(() => (State, Waited) = (RunState.Running, waited));

    /// <summary>Something came.</summary>
    public void Emit(EngineEvent what) => Change(() => _events.Add(what));

    /// <summary>The run has ended.</summary>
    /// <param name="failure">What went wrong; null where nothing did.</param>
    public void End(Exception? failure) => Change(() =>
    {
        _failure = failure is OperationCanceledException ? new RunAbandonedException(_reason ?? AbandonReason.Shutdown) : failure;
        State = failure is null ? RunState.Done : RunState.Failed;
    });

    /// <summary>All events from the first, as they come; then the failure, if there was one.</summary>
    public async IAsyncEnumerable<EngineEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = 0; ;)
        {
            var (fresh, ended, changed) = Since(next);
            foreach (var one in fresh) yield return one;
            next += fresh.Length;
            if (fresh.Length > 0) continue;
            if (ended && _failure is { } failure) throw Again(failure);
            if (ended) yield break;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _stop.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A failure is thrown to everyone who waits, each with a trace of its own.</summary>
    private static Exception Again(Exception failure) => failure switch
    {
        RunAbandonedException abandoned => new RunAbandonedException(abandoned.Reason),
        InvalidInputException wrong => new InvalidInputException(wrong.Message, wrong),
        EngineLostException lost => new EngineLostException(lost.Message, lost),
        _ => new InvalidOperationException("An engine failed on a job.", failure),
    };

    private (EngineEvent[] Fresh, bool Ended, Task Changed) Since(int next)
    {
        lock (_lock) return ([.. _events.Skip(next)], HasEnded, _changed.Task);
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (HasEnded) return;
            change();
            (changed, _changed) = (_changed, New());
        }
        changed.SetResult();
        if (HasEnded) _ended.TrySetResult();
    }
}
