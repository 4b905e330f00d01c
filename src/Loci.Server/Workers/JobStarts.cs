using Loci.Server.Engines;

namespace Loci.Server.Workers;

/// <summary>The worker is to do a job.</summary>
internal sealed record JobStarts(long Number, EngineJob Job) : WorkerMessage;
