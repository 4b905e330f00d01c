namespace Loci.Server.Engines;

/// <summary>A gradient step was taken.</summary>
/// <param name="Prompt">For which prompt.</param>
/// <param name="Step">How many there are now.</param>
/// <param name="Steps">How many are planned.</param>
/// <param name="Loss">Loss of the chunk before the step, nats per token.</param>
public sealed record StepTaken(int Prompt, int Step, int Steps, double Loss) : EngineEvent;
