using System.Runtime.Intrinsics.X86;

namespace Loci.Torch;

/// <summary>What this processor can do that decides how models run.</summary>
public static class CpuFeatures
{
    private static readonly Lazy<bool> BFloat16 = new(ReadBFloat16);

    /// <summary>Whether bfloat16 matrix products run in hardware (avx512_bf16 or amx_bf16), three to five times faster than float32.</summary>
    public static bool HasBFloat16 => BFloat16.Value;

    // CPUID leaf 7, sub-leaf 1, EAX bit 5: AVX512_BF16; leaf 7, sub-leaf 0, EDX bit 22: AMX-BF16.
    private static bool ReadBFloat16()
    {
        if (!X86Base.IsSupported || !Avx512F.IsSupported) return false;
        var (leaves, _, _, _) = X86Base.CpuId(0, 0);
        if (leaves < 7) return false;
        var (_, _, _, tiles) = X86Base.CpuId(7, 0);
        var (subLeaf, _, _, _) = X86Base.CpuId(7, 1);
        return (subLeaf & 1 << 5) != 0 || (tiles & 1 << 22) != 0;
    }
}
