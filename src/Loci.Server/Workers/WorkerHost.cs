using Loci.Server.Engines;

namespace Loci.Server.Workers;

/// <summary>The worker's side: an engine behind two streams. Ends when the server closes its end, or dies.</summary>
/// <param name="engine">Does the jobs; stays the caller's.</param>
/// <param name="input">Where jobs come from.</param>
/// <param name="output">Where what comes of them goes; nobody else may write to it.</param>
public sealed class WorkerHost(IEngine engine, Stream input, Stream output)
{
    private readonly WorkerChannel _channel = new(new BufferedStream(input), output);

    /// <summary>Says that a worker cannot start, and why.</summary>
    public static void Refuse(Stream output, string reason) => new WorkerChannel(Stream.Null, output).Send(new WorkerUnfit(reason));

    /// <summary>Works until the server has no more jobs.</summary>
    public async Task RunAsync()
    {
        await engine.StartAsync().ConfigureAwait(false);
        _channel.Send(new WorkerReady(engine.Identity));
        var (working, number, stop) = (Task.CompletedTask, 0L, new CancellationTokenSource());
        while (await _channel.ReceiveAsync().ConfigureAwait(false) is { } message)
        {
            switch (message)
            {
                case JobStarts starts:
                    await working.ConfigureAwait(false); // the server sends the next when the last has ended
                    stop.Dispose();
                    (number, stop) = (starts.Number, new CancellationTokenSource());
                    working = WorkAsync(starts, stop.Token);
                    break;
                case JobStops stops when stops.Number == number:
                    await stop.CancelAsync().ConfigureAwait(false);
                    break;
            }
        }
        await stop.CancelAsync().ConfigureAwait(false);
        await working.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task WorkAsync(JobStarts starts, CancellationToken cancellationToken)
    {
        var end = await EndAsync(starts, cancellationToken).ConfigureAwait(false);
        try
        {
            _channel.Send(end);
        }
        catch (IOException)
        {
            // the server is gone, and so will this worker be
        }
    }

    private async Task<JobEnds> EndAsync(JobStarts starts, CancellationToken cancellationToken)
    {
        try
        {
            await engine.RunAsync(starts.Job, what => _channel.Send(new JobYields(starts.Number, what)), cancellationToken).ConfigureAwait(false);
            return new JobEnds(starts.Number, JobEnd.Done);
        }
        catch (OperationCanceledException)
        {
            return new JobEnds(starts.Number, JobEnd.Stopped);
        }
        catch (InvalidInputException wrong)
        {
            return new JobEnds(starts.Number, JobEnd.Refused, wrong.Message);
        }
        catch (Exception failure)
        {
            return new JobEnds(starts.Number, JobEnd.Failed, failure.ToString());
        }
    }
}
