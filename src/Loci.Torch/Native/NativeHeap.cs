using System.Runtime.InteropServices;

namespace Loci.Torch;

/// <summary>Settles how much memory native code keeps for later: freed blocks of the C library's heap, and oneDNN's compiled kernels.</summary>
public static partial class NativeHeap
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int TopPad = -2;        // M_TOP_PAD
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD

    private const string KernelCapacity = "ONEDNN_PRIMITIVE_CACHE_CAPACITY";
    private const string Kernels = "64";

    /// <summary>
    /// Fixes glibc's thresholds, which otherwise move with what is freed and let the heap of tensors fragment without end. Blocks from
    /// 32 MiB go back to the system when freed; smaller ones are kept for the next step, since mapping them anew costs a page fault per 4 KiB.
    /// oneDNN keeps the kernels of the last 1,024 shapes, up to a third of a MiB each; every length of text has about twenty shapes of its own, so memory
    /// would grow for hundreds of adaptations. Making a kernel anew costs little beside using it: 64 are kept, unless the environment says otherwise.
    /// Call once, before the first tensor. Does nothing where the C library is another.
    /// </summary>
    public static void Configure()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = MallOpt(MmapThreshold, 32 << 20);
            _ = MallOpt(TrimThreshold, int.MaxValue);
            _ = MallOpt(TopPad, 16 << 20);
            _ = SetEnvironment(KernelCapacity, Kernels, overwrite: 0); // .NET's own way does not reach native code
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no mallopt, and no moving threshold either.
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);
}
