using static TorchSharp.torch;

namespace Loci.Torch;

/// <summary>The type matrix products run in.</summary>
internal static class ComputeType
{
    /// <summary>What <see cref="Precision.Auto"/> means on this machine.</summary>
    public static ScalarType Best => Of(Precision.Auto);

    public static ScalarType Of(Precision precision) => precision switch
    {
        Precision.Float32 => ScalarType.Float32,
        Precision.BFloat16 => ScalarType.BFloat16,
        _ => CpuFeatures.HasBFloat16 ? ScalarType.BFloat16 : ScalarType.Float32,
    };
}
