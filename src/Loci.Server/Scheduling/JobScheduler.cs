using System.Threading.Channels;
using Loci.Server.Engines;
using Loci.Server.Errors;
using Loci.Server.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loci.Server.Scheduling;

/// <summary>
/// Gives jobs to engines, one each at a time, from one bounded queue. A job that finds the queue full, or its tenant at its bound, is refused with the time after which it is worth
/// asking again. Identical jobs in flight are one.
/// </summary>
internal sealed class JobScheduler : BackgroundService
{
    private readonly EngineSet _engines;
    private readonly LociOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<JobScheduler> _log;
    private readonly Channel<JobRun> _queue = Channel.CreateUnbounded<JobRun>(); // bounded by what is let in
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JobRun> _inFlight = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _perTenant = new(StringComparer.Ordinal);
    private readonly ServiceTimes _times = new();
    private int _queued;
    private int _running;

    public JobScheduler(EngineSet engines, LociOptions options, TimeProvider time, ServerTelemetry telemetry, ILogger<JobScheduler> log)
    {
        (_engines, _options, _time, _log) = (engines, options, time, log);
        telemetry.Observe(() => _queued, () => _running);
    }

    /// <summary>Jobs that wait.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>Jobs that engines work on.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Lets a job in, or joins one that is the same and in flight. The caller leaves the run when it waits no longer.</summary>
    /// <param name="job">What to do.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="name">The job's hash; null where it may not be shared, since its draw is its own.</param>
    /// <param name="deadline">How long it may wait and run.</param>
    /// <exception cref="ApiException">There is no room, or no engine.</exception>
    public JobRun Submit(EngineJob job, string tenant, string? name, TimeSpan deadline)
    {
        lock (_lock)
        {
            if (name is not null && _inFlight.TryGetValue(name, out var same) && same.TryJoin()) return same;
            Admit(tenant);
            var run = new JobRun(job, tenant, $"{Guid.CreateVersion7():N}", _time.GetUtcNow(), _time.GetTimestamp());
            run.TryJoin();
            if (name is not null) _inFlight[name] = run;
            _perTenant[tenant] = _perTenant.GetValueOrDefault(tenant) + 1;
            Interlocked.Increment(ref _queued);
            _ = WatchAsync(run, name, deadline);
            _queue.Writer.TryWrite(run);
            return run;
        }
    }

    /// <summary>Works until the server ends; then what is left is given up.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _engines.StartAsync(stoppingToken).ConfigureAwait(false);
        await Task.WhenAll(_engines.All.Select(engine => WorkAsync(engine, stoppingToken))).ConfigureAwait(false);
    }

    private void Admit(string tenant)
    {
        _engines.Admit();
        if (_queued >= _options.Load.Queue)
            throw ApiException.Busy($"{_queued} requests are waiting already, as many as may.", _times.Until(_queued + _running, _engines.All.Count));
        if (_perTenant.GetValueOrDefault(tenant) is var own && own >= _options.Load.PerTenant)
            throw ApiException.Busy($"{own} requests with your key are in hand already, as many as may be.", _times.Until(own, _engines.All.Count));
    }

    private async Task WorkAsync(IEngine engine, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await engine.WhenReadyAsync(stopping).ConfigureAwait(false);
                var run = await _queue.Reader.ReadAsync(stopping).ConfigureAwait(false);
                Interlocked.Decrement(ref _queued);
                if (run.HasEnded) continue; // it was given up while it waited
                Interlocked.Increment(ref _running);
                using var ending = stopping.Register(() => run.Abandon(AbandonReason.Shutdown));
                var began = _time.GetTimestamp();
                run.End(await TryAsync(engine, run).ConfigureAwait(false));
                Interlocked.Decrement(ref _running);
                if (run.Failure is null) _times.Add(_time.GetElapsedTime(began));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            while (_queue.Reader.TryRead(out var left)) left.End(new RunAbandonedException(AbandonReason.Shutdown));
        }
    }

    /// <summary>What went wrong; null where nothing did.</summary>
    private async Task<Exception?> TryAsync(IEngine engine, JobRun run)
    {
        try
        {
            run.Begin(_time.GetElapsedTime(run.Submitted));
            run.Token.ThrowIfCancellationRequested();
            await engine.RunAsync(run.Job, run.Emit, run.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure)
        {
            if (failure is not (OperationCanceledException or InvalidInputException)) ServerLog.JobFailed(_log, run.Id, failure);
            return failure;
        }
    }

    /// <summary>Gives a run up at its deadline, and forgets it when it has ended.</summary>
    private async Task WatchAsync(JobRun run, string? name, TimeSpan deadline)
    {
        using var ended = new CancellationTokenSource();
        _ = DeadlineAsync(run, deadline, ended.Token);
        await run.Ended.ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        lock (_lock)
        {
            if (name is not null && _inFlight.TryGetValue(name, out var current) && current == run) _inFlight.Remove(name);
            if (--_perTenant[run.Tenant] == 0) _perTenant.Remove(run.Tenant);
        }
    }

    private async Task DeadlineAsync(JobRun run, TimeSpan deadline, CancellationToken ended)
    {
        try
        {
            await Task.Delay(deadline, _time, ended).ConfigureAwait(false);
            run.Abandon(AbandonReason.Deadline);
        }
        catch (OperationCanceledException)
        {
            // it was done in time
        }
    }
}
