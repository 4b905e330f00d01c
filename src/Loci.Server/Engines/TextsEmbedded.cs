namespace Loci.Server.Engines;

/// <summary>The texts of an embedding job as vectors of length 1, in order.</summary>
/// <param name="Vectors">One per text.</param>
public sealed record TextsEmbedded(IReadOnlyList<float[]> Vectors) : EngineEvent;
