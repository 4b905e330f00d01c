using System.Diagnostics;
using Loci.Server.Engines;

namespace Loci.Server.Workers;

/// <summary>One life of a worker: from its start to its death. Not thread-safe but for <see cref="RunAsync"/> and <see cref="Kill"/>.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly WorkerChannel _channel;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<EngineIdentity> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (long Number, Action<EngineEvent> Emit, TaskCompletionSource<JobEnds> End)? _current;
    private long _number;
    private bool _dead;

    private WorkerProcess(Process process)
    {
        _process = process;
        _channel = new WorkerChannel(new BufferedStream(process.StandardOutput.BaseStream), process.StandardInput.BaseStream);
    }

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>Done when the worker can take a job; fails where it cannot start.</summary>
    public Task<EngineIdentity> Ready => _ready.Task;

    /// <summary>Starts a worker.</summary>
    /// <param name="start">The program and its arguments.</param>
    /// <param name="said">Takes each line that it writes to standard error.</param>
    public static WorkerProcess Start(ProcessStartInfo start, Action<string> said)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError, start.UseShellExecute) = (true, true, true, false);
        var process = Process.Start(start) ?? throw new InvalidOperationException("The worker's process did not start.");
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data)) said(line.Data);
        };
        process.BeginErrorReadLine();
        return new WorkerProcess(process);
    }

    /// <summary>Listens until the worker is dead; gives its exit code. Whatever it was at has then failed.</summary>
    public async Task<int> ListenAsync()
    {
        try
        {
            while (await _channel.ReceiveAsync().ConfigureAwait(false) is { } message) Hear(message);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException or System.Text.Json.JsonException)
        {
            Kill();
        }
        await _process.WaitForExitAsync().ConfigureAwait(false);
        TaskCompletionSource<JobEnds>? end;
        lock (_lock) (_dead, end) = (true, _current?.End);
        end?.TrySetException(new EngineLostException());
        _ready.TrySetException(new EngineLostException("The worker died before it was ready."));
        return _process.ExitCode;
    }

    /// <summary>Has the worker do a job; one at a time.</summary>
    public async Task RunAsync(EngineJob job, Action<EngineEvent> emit, CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource<JobEnds>(TaskCreationOptions.RunContinuationsAsynchronously);
        long number;
        lock (_lock)
        {
            if (_dead) throw new EngineLostException();
            number = ++_number;
            _current = (number, emit, end);
        }
        Send(new JobStarts(number, job));
        using var stopping = cancellationToken.Register(() => _ = StopAsync(number, end.Task));
        var how = await end.Task.ConfigureAwait(false);
        if (how.End == JobEnd.Done) return;
        throw how.End switch
        {
            JobEnd.Stopped => new OperationCanceledException(cancellationToken),
            JobEnd.Refused => new InvalidInputException(how.Message ?? "The job cannot be done."),
            _ => new WorkerFailureException(how.Message ?? "The job failed."),
        };
    }

    /// <summary>Has the worker end by itself, by closing its input.</summary>
    public void Close() => _process.StandardInput.Close();

    /// <summary>Waits for the worker's end.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends the worker at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // it is dead already
        }
    }

    public void Dispose() => _process.Dispose();

    private void Hear(WorkerMessage message)
    {
        (long Number, Action<EngineEvent> Emit, TaskCompletionSource<JobEnds> End)? current;
        lock (_lock) current = _current;
        switch (message)
        {
            case WorkerReady ready:
                _ready.TrySetResult(ready.Identity);
                break;
            case WorkerUnfit unfit:
                _ready.TrySetException(new InvalidInputException(unfit.Reason));
                break;
            case JobYields yields when yields.Number == current?.Number:
                current.Value.Emit(yields.What);
                break;
            case JobEnds ends when ends.Number == current?.Number:
                current.Value.End.TrySetResult(ends);
                break;
        }
    }

    private void Send(WorkerMessage message)
    {
        try
        {
            _channel.Send(message);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // it is dead: who listens will say so
        }
    }

    /// <summary>Asks for the job to be given up; a worker that does not within its grace is stuck, and is ended.</summary>
    private async Task StopAsync(long number, Task ended)
    {
        Send(new JobStops(number));
        if (await Task.WhenAny(ended, Task.Delay(StopGrace)).ConfigureAwait(false) != ended) Kill();
    }
}
