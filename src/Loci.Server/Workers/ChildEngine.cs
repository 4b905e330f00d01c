using System.Diagnostics;
using Loci.Server.Engines;
using Loci.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace Loci.Server.Workers;

/// <summary>
/// An engine in a process of its own, so that a fall of native code takes neither the server nor other requests with it. A worker that dies is started again, each time a little later while it
/// keeps dying before it has done a job; the job it was at fails with <see cref="EngineLostException"/>.
/// </summary>
public sealed class ChildEngine : IEngine
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(5);

    private readonly int _number;
    private readonly Func<ProcessStartInfo> _start;
    private readonly ILogger _log;
    private readonly ServerTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource<WorkerProcess> _worker = New();
    private Task? _supervising;
    private EngineIdentity? _identity;
    private bool _sound; // whether the worker has done a job in this life

    /// <summary>Makes the engine; <see cref="StartAsync"/> starts its process.</summary>
    /// <param name="number">Which worker it is, for logs.</param>
    /// <param name="start">The program and arguments of a worker, which must run a <see cref="WorkerHost"/> over its standard streams; asked for at each start.</param>
    /// <param name="log">Takes note of starts and deaths.</param>
    /// <param name="telemetry">Counts deaths.</param>
    /// <param name="time">The clock.</param>
    public ChildEngine(int number, Func<ProcessStartInfo> start, ILogger<ChildEngine> log, ServerTelemetry telemetry, TimeProvider? time = null) =>
        (_number, _start, _log, _telemetry, _time) = (number, start, log, telemetry, time ?? TimeProvider.System);

    /// <inheritdoc/>
    public EngineIdentity Identity => _identity ?? throw new InvalidOperationException("The worker has not started.");

    /// <inheritdoc/>
    public bool IsReady => _worker.Task.IsCompletedSuccessfully;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock) _supervising ??= Task.Run(SuperviseAsync, CancellationToken.None);
        await WhenReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task WhenReadyAsync(CancellationToken cancellationToken = default)
    {
        Task<WorkerProcess> worker;
        lock (_lock) worker = _worker.Task;
        await worker.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task RunAsync(EngineJob job, Action<EngineEvent> emit, CancellationToken cancellationToken = default)
    {
        Task<WorkerProcess> worker;
        lock (_lock) worker = _worker.Task;
        if (!worker.IsCompletedSuccessfully) throw new EngineLostException();
        await (await worker.ConfigureAwait(false)).RunAsync(job, emit, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _sound, true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        if (_supervising is not null) await _supervising.ConfigureAwait(false);
        _ending.Dispose();
    }

    private static TaskCompletionSource<WorkerProcess> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Keeps a worker alive until the engine is disposed; one that says that it cannot start is not tried again.</summary>
    private async Task SuperviseAsync()
    {
        for (var pause = FirstPause; !_ending.IsCancellationRequested;)
        {
            var began = _time.GetTimestamp();
            if (!await LiveAsync().ConfigureAwait(false)) return;
            if (_ending.IsCancellationRequested) return;
            if (Volatile.Read(ref _sound) || _time.GetElapsedTime(began) > LongestPause) pause = FirstPause;
            Volatile.Write(ref _sound, false);
            await Task.Delay(pause, _time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>One life of the worker; false where it says that it cannot start.</summary>
    private async Task<bool> LiveAsync()
    {
        using var worker = WorkerProcess.Start(_start(), line => ServerLog.WorkerSaid(_log, _number, line));
        var listening = worker.ListenAsync();
        using var ending = _ending.Token.Register(() => _ = EndAsync(worker));
        try
        {
            var identity = await worker.Ready.ConfigureAwait(false);
            if (_identity is { } before && before != identity) throw new InvalidInputException("expected the model that the server started with, found other weights in its folder. Restart the server.");
            _identity = identity;
            lock (_lock) _worker.TrySetResult(worker);
            ServerLog.WorkerReady(_log, _number, worker.Id, identity.Model, identity.BaseHash);
        }
        catch (InvalidInputException unfit)
        {
            ServerLog.WorkerUnfit(_log, _number, unfit.Message);
            worker.Kill();
            await listening.ConfigureAwait(false);
            lock (_lock) _worker.TrySetException(unfit);
            return false;
        }
        catch (EngineLostException)
        {
            // it died before it was ready; its code is logged below
        }
        var code = await listening.ConfigureAwait(false);
        lock (_lock)
        {
            if (_worker.Task.IsCompleted) _worker = New();
        }
        if (!_ending.IsCancellationRequested)
        {
            _telemetry.WorkerLost();
            ServerLog.WorkerLost(_log, _number, code);
        }
        return true;
    }

    /// <summary>Lets the worker end by itself, and ends it where it does not.</summary>
    private static async Task EndAsync(WorkerProcess worker)
    {
        try
        {
            worker.Close();
            using var grace = new CancellationTokenSource(EndGrace);
            await worker.WaitAsync(grace.Token).ConfigureAwait(false);
        }
        catch (Exception stuck) when (stuck is OperationCanceledException or InvalidOperationException or IOException)
        {
            worker.Kill();
        }
    }
}
