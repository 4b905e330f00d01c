namespace Loci.Torch.Tuning;

/// <summary>Which linear maps of each block an adapter covers. The output layer is none of them; <see cref="HeadTuner"/> tunes it.</summary>
public enum LoraTargets
{
    /// <summary>Attention and MLP.</summary>
    All,

    /// <summary>Query, key, value and output.</summary>
    Attention,

    /// <summary>The last projection of the MLP.</summary>
    MlpDown,
}
