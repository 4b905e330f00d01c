namespace Loci.Server.Engines;

/// <summary>How gradient steps are taken; what is null is the tuner's own choice.</summary>
/// <param name="Method">What learns, by name, such as <c>full</c> or <c>lora</c>.</param>
/// <param name="LearningRate">Peak learning rate.</param>
/// <param name="Seed">Seed of what is drawn at random, such as fresh adapters.</param>
public sealed record TunerSettings(string? Method = null, double? LearningRate = null, long? Seed = null);
