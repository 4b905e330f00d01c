using static TorchSharp.torch;

namespace Loci.Torch;

/// <summary>The type matrix products run in.</summary>
internal static class ComputeType
{
    /// <summary>What <see cref="Precision.Auto"/> means on this machine.</summary>
    public static ScalarType Best => Of(Precision.Auto);

    /// <summary>The type on a device; GPUs that bfloat16 is not fast on are older than what this runs on.</summary>
    public static ScalarType Of(Precision precision, Device device) =>
        precision == Precision.Auto && device.type != TorchSharp.DeviceType.CPU ? ScalarType.BFloat16 : Of(precision);

    public static ScalarType Of(Precision precision) => precision switch
    {
        Precision.Float32 => ScalarType.Float32,
        Precision.BFloat16 => ScalarType.BFloat16,
        _ => CpuFeatures.HasBFloat16 ? ScalarType.BFloat16 : ScalarType.Float32,
    };
}
