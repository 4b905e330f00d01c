namespace Loci.Torch.Decoding;

/// <summary>The normalisation before each block.</summary>
public enum NormKind
{
    /// <summary>Root mean square: x / √(mean(x²) + ε) · w.</summary>
    RootMeanSquare,

    /// <summary>Layer norm: (x − mean) / √(var + ε) · w + b.</summary>
    Layer,
}
