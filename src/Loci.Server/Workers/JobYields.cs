using Loci.Server.Engines;

namespace Loci.Server.Workers;

/// <summary>Something came of a job.</summary>
internal sealed record JobYields(long Number, EngineEvent What) : WorkerMessage;
