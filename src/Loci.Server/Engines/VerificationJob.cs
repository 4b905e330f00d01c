namespace Loci.Server.Engines;

/// <summary>Hash the base's weights as they are now.</summary>
public sealed record VerificationJob : EngineJob;
