namespace Loci.Torch.Tuning;

/// <summary>The constants of one step of AdamW, in float32.</summary>
internal readonly struct AdamWStep
{
    /// <param name="options">β₁, β₂ and ε.</param>
    /// <param name="step">t, from 1.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="decay">w.</param>
    /// <param name="gradientScale">What gradients are multiplied with first.</param>
    public AdamWStep(AdamWOptions options, int step, double learningRate, double decay, double gradientScale)
    {
        Beta1 = (float)options.Beta1;
        Beta2 = (float)options.Beta2;
        Epsilon = (float)options.Epsilon;
        Keep = (float)(1 - learningRate * decay);
        SpreadScale = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step)));
        Rate = (float)(learningRate / (1 - Math.Pow(options.Beta1, step)));
        GradientScale = (float)gradientScale;
    }

    /// <summary>Decay of the first moment.</summary>
    public float Beta1 { get; }

    /// <summary>Decay of the second moment.</summary>
    public float Beta2 { get; }

    /// <summary>Added to the root of the second moment.</summary>
    public float Epsilon { get; }

    /// <summary>1 − η·w: what weight decay leaves of a parameter.</summary>
    public float Keep { get; }

    /// <summary>1/√(1 − β₂ᵗ): makes √v the root of the unbiased second moment.</summary>
    public float SpreadScale { get; }

    /// <summary>η/(1 − β₁ᵗ).</summary>
    public float Rate { get; }

    /// <summary>Factor on gradients.</summary>
    public float GradientScale { get; }
}
