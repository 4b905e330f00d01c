namespace Loci.Torch.Tuning;

/// <summary>Moves parameters by their gradients. Not thread-safe; owns its state, not the parameters.</summary>
internal interface IOptimizer : IDisposable
{
    /// <summary>Steps taken.</summary>
    int Steps { get; }

    /// <summary>Moves every parameter that has a gradient.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="gradientScale">What gradients are multiplied with first.</param>
    void Step(double learningRate, double gradientScale = 1);
}
