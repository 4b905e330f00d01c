using System.Numerics.Tensors;

namespace Loci.Selection;

/// <summary>What candidates have to do with the targets before anything is picked.</summary>
internal static class Relevance
{
    /// <summary>Writes Σ_t k(x, t) of every candidate; to be asked before the first observation. O(m·K).</summary>
    public static void Write(Posterior prior, Span<double> scores)
    {
        scores.Clear();
        for (int t = 0; t < prior.TargetVariances.Length; t++)
        {
            TensorPrimitives.Add(scores, prior.Covariances(t), scores);
        }
    }
}
