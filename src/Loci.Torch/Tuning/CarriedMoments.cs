using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>
/// An optimiser's moments and step count that outlive a session, as in the published TTT-NN runs, whose weights are reset for each document and whose optimiser is not. What a document gives then
/// depends on those before it. Not thread-safe: one session at a time. Owns its tensors.
/// </summary>
public sealed class CarriedMoments : IDisposable
{
    private (Tensor First, Tensor Second)[] _moments = [];
    private int _steps;

    /// <summary>Frees them.</summary>
    public void Dispose()
    {
        foreach (var (first, second) in _moments)
        {
            first.Dispose();
            second.Dispose();
        }
        _moments = [];
    }

    /// <summary>Lets an optimiser begin where the last one ended.</summary>
    internal void Give(AdamW optimizer)
    {
        using var quiet = no_grad();
        foreach (var ((first, second), (carriedFirst, carriedSecond)) in optimizer.Moments.Zip(_moments))
        {
            first.copy_(carriedFirst);
            second.copy_(carriedSecond);
        }
        optimizer.Steps = _steps;
    }

    /// <summary>Keeps where an optimiser ended.</summary>
    internal void Take(AdamW optimizer)
    {
        Dispose();
        using var quiet = no_grad();
        _moments = [.. optimizer.Moments.Select(moments => (moments.First.clone().DetachFromDisposeScope(), moments.Second.clone().DetachFromDisposeScope()))];
        _steps = optimizer.Steps;
    }
}
