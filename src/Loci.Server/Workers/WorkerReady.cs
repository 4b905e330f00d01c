using Loci.Server.Engines;

namespace Loci.Server.Workers;

/// <summary>The worker can take a job.</summary>
internal sealed record WorkerReady(EngineIdentity Identity) : WorkerMessage;
