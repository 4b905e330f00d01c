using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Loci.Tensors;

/// <summary>bfloat16 is the upper 16 bits of a float32: widening is exact, narrowing rounds to nearest, ties to even.</summary>
public static class BFloat16
{
    /// <summary>Widens <paramref name="source"/> bit patterns into <paramref name="destination"/>, exactly.</summary>
    public static void Widen(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(destination[..source.Length]);
        TensorPrimitives.ConvertTruncating(source, bits);
        TensorPrimitives.ShiftLeft(bits, 16, bits);
    }

    /// <summary>Narrows <paramref name="source"/> into the bit patterns <paramref name="destination"/>. NaN stays NaN, overflow becomes infinity.</summary>
    public static void Narrow(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = Narrow(source[i]);
        }
    }

    private static ushort Narrow(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return (ushort)((bits >> 16) | 0x40); // keeps a quiet bit: cutting the payload off could leave an infinity
        }
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
