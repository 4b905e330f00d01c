namespace Loci.Torch.Benchmarking;

/// <summary>How fast gradient steps are.</summary>
/// <param name="Seconds">Median seconds of one step.</param>
/// <param name="TokensPerSecond">Tokens learnt from in a second.</param>
/// <param name="Gigaflops">10⁹ operations a second of the step's arithmetic.</param>
/// <param name="ShareOfPeak">The same as a part of the best matrix product in the same type.</param>
public sealed record StepSpeed(double Seconds, double TokensPerSecond, double Gigaflops, double ShareOfPeak);
