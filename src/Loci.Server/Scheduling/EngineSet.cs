using Loci.Server.Engines;
using Loci.Server.Errors;

namespace Loci.Server.Scheduling;

/// <summary>The engines of a server, all alike, and what they are. Owned: disposed with the server. Safe to share between threads.</summary>
/// <param name="engines">The engines.</param>
/// <param name="time">The clock.</param>
internal sealed class EngineSet(IReadOnlyList<IEngine> engines, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // while all are being started again, jobs may wait

    private readonly Lock _lock = new();
    private EngineIdentity? _identity;
    private long? _downSince;

    /// <summary>All of them.</summary>
    public IReadOnlyList<IEngine> All => engines;

    /// <summary>Whether at least one can take a job.</summary>
    public bool IsReady => engines.Any(engine => engine.IsReady);

    /// <summary>What they are; known from the first start on, also while they are being started again.</summary>
    /// <exception cref="ApiException">None has started yet.</exception>
    public EngineIdentity Identity => _identity ??= engines.FirstOrDefault(engine => engine.IsReady)?.Identity ?? throw Starting();

    /// <summary>Starts all; they must agree on what they are.</summary>
    /// <exception cref="InvalidInputException">They do not.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(engines.Select(engine => engine.StartAsync(cancellationToken))).ConfigureAwait(false);
        if (engines.Select(engine => engine.Identity).Distinct().Count() > 1)
            throw new InvalidInputException("expected engines over the same weights, found different ones. Was the model's folder changed while the server was starting?");
    }

    /// <summary>Refuses a job where no engine is there to take it: none has started yet, or all have been down for too long to wait for them.</summary>
    /// <exception cref="ApiException">So it is.</exception>
    public void Admit()
    {
        lock (_lock)
        {
            _downSince = IsReady ? null : _downSince ?? time.GetTimestamp();
            if (_downSince is { } since && (_identity is null || time.GetElapsedTime(since) > Patience)) throw Starting();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in engines) await engine.DisposeAsync().ConfigureAwait(false);
    }

    private static ApiException Starting() => ApiException.Unavailable("No worker is ready to compute: they are being started.", TimeSpan.FromSeconds(5));
}
