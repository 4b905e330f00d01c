using System.Runtime.InteropServices;

namespace Loci.Torch;

/// <summary>Settles how the C library's heap treats large blocks.</summary>
public static partial class NativeHeap
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int TopPad = -2;        // M_TOP_PAD
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD

    /// <summary>
    /// Fixes glibc's thresholds, which otherwise move with what is freed and let the heap of tensors fragment without end. Blocks from
    /// 32 MiB go back to the system when freed; smaller ones are kept for the next step, since mapping them anew costs a page fault per 4 KiB.
    /// Call once, before the first tensor. Does nothing where the C library is another.
    /// </summary>
    public static void Configure()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = MallOpt(MmapThreshold, 32 << 20);
            _ = MallOpt(TrimThreshold, 512 << 20);
            _ = MallOpt(TopPad, 16 << 20);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no mallopt, and no moving threshold either.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);
}
