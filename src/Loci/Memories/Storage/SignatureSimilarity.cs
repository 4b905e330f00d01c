using System.Runtime.InteropServices;

namespace Loci.Memories.Storage;

/// <summary>Compares stored MinHash signatures: the share of their 32-bit entries that agree estimates the Jaccard similarity (Broder 1997).</summary>
internal static class SignatureSimilarity
{
    /// <summary>From where on a document counts as nearly repeating another.</summary>
    public const double Alike = 0.8;

    /// <summary>The estimate; 0 where the signatures are not of one length.</summary>
    public static double Of(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.Length != other.Length || one.Length < sizeof(uint)) return 0;
        var a = MemoryMarshal.Cast<byte, uint>(one);
        var b = MemoryMarshal.Cast<byte, uint>(other);
        var equal = 0;
        for (var i = 0; i < a.Length; i++)
            equal += a[i] == b[i] ? 1 : 0;
        return (double)equal / a.Length;
    }
}
