using Loci.Torch.Tuning;

namespace Loci.Experiments;

/// <summary>An optimiser whose rate is multiplied, step by step.</summary>
internal sealed class ScaledOptimizer(IOptimizer optimizer) : IOptimizer
{
    /// <summary>What the next step's rate is multiplied with.</summary>
    public double Scale { get; set; } = 1;

    public int Steps => optimizer.Steps;

    public void Step(double learningRate, double gradientScale = 1) => optimizer.Step(learningRate * Scale, gradientScale);

    public void Dispose() => optimizer.Dispose();
}
