namespace Loci.Server.Workers;

/// <summary>A job failed in a worker, which lives on. The message holds what the worker said, for the log alone.</summary>
internal sealed class WorkerFailureException(string message) : Exception(message);
