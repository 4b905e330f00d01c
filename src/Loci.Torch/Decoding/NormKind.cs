namespace Loci.Torch.Decoding;

/// <summary>The normalisation of a block.</summary>
public enum NormKind
{
    /// <summary>Root mean square: x / √(mean(x²) + ε) · w.</summary>
    RootMeanSquare,

    /// <summary>Layer norm: (x − mean) / √(var + ε) · w + b.</summary>
    Layer,

    /// <summary>Root mean square with weights about zero: x / √(mean(x²) + ε) · (1 + w).</summary>
    OffsetRootMeanSquare,
}
