namespace Loci.Server.Protocol;

/// <summary>Whether the server lives, or is ready.</summary>
/// <param name="Status"><c>ok</c> or <c>starting</c>.</param>
/// <param name="Queued">Jobs that wait.</param>
/// <param name="Running">Jobs in hand.</param>
/// <param name="Workers">Engines that are ready.</param>
public sealed record HealthReply(string Status, int Queued, int Running, int Workers);
