namespace Loci.Server.Workers;

/// <summary>The worker cannot start.</summary>
/// <param name="Reason">Why, for people.</param>
internal sealed record WorkerUnfit(string Reason) : WorkerMessage;
