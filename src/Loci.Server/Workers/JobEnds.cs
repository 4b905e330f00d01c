namespace Loci.Server.Workers;

/// <summary>A job has ended.</summary>
/// <param name="Number">Which.</param>
/// <param name="End">How.</param>
/// <param name="Message">What went wrong.</param>
internal sealed record JobEnds(long Number, JobEnd End, string? Message = null) : WorkerMessage;
