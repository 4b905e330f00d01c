using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Loci.Indexing.Dense;

/// <summary>
/// Asks for memory before it is needed. The processor's own prefetching stops at page boundaries and does not know where the next row of a list is; a scan that
/// asks a few rows ahead runs at the speed of a plain read.
/// </summary>
internal static class Prefetch
{
    /// <summary>Most rows ahead.</summary>
    public const int MostRows = 32;

    private const int Bytes = 6 << 10; // measured: from 4 to 8 KiB are alike, less and more are slower

    /// <summary>How many rows ahead to ask for.</summary>
    public static int Rows(int rowBytes) => Math.Clamp(Bytes / rowBytes, 1, MostRows);

    /// <summary>Asks for the line that holds an element. It need not exist: nothing is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ask<T>(ref T start, nuint index)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref start, index)));
    }
}
