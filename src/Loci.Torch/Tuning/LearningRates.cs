namespace Loci.Torch.Tuning;

/// <summary>
/// Peak learning rates where none is given, by what learns and how large the model is. Adam's first step moves every weight by the whole rate, and
/// few steps follow: a rate that is too high does its damage at once, one that is too low learns little.
/// </summary>
/// <remarks>
/// All weights: 3·10⁻⁴ up to 10 million parameters (measured on models of that size, see the decision on full tuning); 5·10⁻⁵ up to a billion, as SIFT
/// tunes GPT-2 (arXiv 2410.08020); 5·10⁻⁶ above, as Hardt and Sun tune GPT-Neo 1.3B (arXiv 2305.18466). Adapters: ten times the rate of all weights
/// ("LoRA Without Regret", 2025), so 3·10⁻³ and 5·10⁻⁴; above a billion the latter stays, which SIFT takes for Phi-3, since the best rate of adapters hardly depends on
/// the size. The output layer alone takes the rate of all weights (measured on a small model: docs/experiments.md, section 4).
/// </remarks>
public static class LearningRates
{
    /// <summary>Parameters up to which a model counts as small.</summary>
    public const long Small = 10_000_000;

    /// <summary>Parameters up to which a model counts as of GPT-2's class.</summary>
    public const long Medium = 1_000_000_000;

    /// <summary>For all weights of a model with this many parameters.</summary>
    public static double Full(long parameters) => parameters <= Small ? 3e-4 : parameters <= Medium ? 5e-5 : 5e-6;

    /// <summary>For adapters beside a model with this many parameters.</summary>
    public static double Lora(long parameters) => parameters <= Small ? 3e-3 : 5e-4;

    /// <summary>For the output layer alone of a model with this many parameters.</summary>
    public static double Head(long parameters) => Full(parameters);
}
