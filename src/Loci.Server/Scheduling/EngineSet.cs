using Loci.Server.Engines;

namespace Loci.Server.Scheduling;

/// <summary>The engines of a server, all alike, and what they are. Owned: disposed with the server.</summary>
internal sealed class EngineSet(IReadOnlyList<IEngine> engines) : IAsyncDisposable
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<IEngine> All => engines;

    /// <summary>Whether at least one can take a job.</summary>
    public bool IsReady => engines.Any(engine => engine.IsReady);

    /// <summary>Starts all; they must agree on what they are.</summary>
    /// <exception cref="InvalidInputException">They do not.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(engines.Select(engine => engine.StartAsync(cancellationToken))).ConfigureAwait(false);
        if (engines.Select(engine => engine.Identity).Distinct().Count() > 1)
            throw new InvalidInputException("expected engines over the same weights, found different ones. Was the model's folder changed while the server was starting?");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in engines) await engine.DisposeAsync().ConfigureAwait(false);
    }
}
