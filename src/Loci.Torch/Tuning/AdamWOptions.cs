namespace Loci.Torch.Tuning;

/// <summary>Constants of AdamW.</summary>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
/// <param name="WeightDecay">Decoupled weight decay of matrices.</param>
public sealed record AdamWOptions(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0)
{
    /// <summary>What cannot be, each as what is expected and what was found.</summary>
    internal IEnumerable<string> Faults()
    {
        if (!(Beta1 is >= 0 and < 1)) yield return $"Beta1 from 0 to below 1 (found {Beta1})";
        if (!(Beta2 is >= 0 and < 1)) yield return $"Beta2 from 0 to below 1 (found {Beta2})";
        if (!(Epsilon > 0) || !double.IsFinite(Epsilon)) yield return $"Epsilon above 0 (found {Epsilon})";
        if (!(WeightDecay >= 0) || !double.IsFinite(WeightDecay)) yield return $"WeightDecay of 0 or above (found {WeightDecay})";
    }
}
