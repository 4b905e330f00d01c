namespace Loci.Server.Engines;

/// <summary>What the base's weights are now.</summary>
/// <param name="BaseHash">Their SHA-256.</param>
public sealed record WeightsHashed(string BaseHash) : EngineEvent;
