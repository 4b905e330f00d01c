namespace Loci.Server.Workers;

/// <summary>The worker is to give a job up, if it still works on it.</summary>
internal sealed record JobStops(long Number) : WorkerMessage;
