namespace Loci.Server.Engines;

/// <summary>
/// What computes: a model with what it may learn from, in this process (<see cref="LocalEngine"/>) or in a child of it (<see cref="Workers.ChildEngine"/>). Does one job at a time;
/// <see cref="Scheduling.JobScheduler"/> gives it the next when it has ended the last.
/// </summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>What the engine is, once it has started.</summary>
    EngineIdentity Identity { get; }

    /// <summary>Whether it can take a job now.</summary>
    bool IsReady { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="InvalidInputException">It cannot start: the model or the memory cannot be opened.</exception>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits until it is ready again, after a fall for instance.</summary>
    Task WhenReadyAsync(CancellationToken cancellationToken = default);

    /// <summary>Does a job and gives what comes of it as it comes, on whatever thread.</summary>
    /// <param name="job">What to do.</param>
    /// <param name="emit">Takes each event; quick, and never throws.</param>
    /// <param name="cancellationToken">Stops within one gradient step or one token and leaves nothing behind.</param>
    /// <exception cref="InvalidInputException">The job cannot be done as it is given.</exception>
    /// <exception cref="EngineLostException">The engine fell over; it restarts by itself.</exception>
    Task RunAsync(EngineJob job, Action<EngineEvent> emit, CancellationToken cancellationToken = default);
}
