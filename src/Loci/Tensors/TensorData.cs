using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Loci.Tensors;

/// <summary>A tensor in memory: row-major, little-endian bytes. The bytes are shared, not copied.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="Shape">Dimensions, outermost first; empty for a scalar.</param>
/// <param name="Bytes">The elements; their length is the product of <paramref name="Shape"/> times the element size.</param>
public sealed record TensorData(string Name, TensorType Type, long[] Shape, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>A float32 tensor with a copy of <paramref name="values"/>.</summary>
    public static TensorData FromSingles(string name, ReadOnlySpan<float> values, params long[] shape) =>
        new(name, TensorType.F32, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A bfloat16 tensor: each value rounded to nearest, ties to even; NaN stays NaN, overflow becomes infinity.</summary>
    public static TensorData FromSinglesAsBFloat16(string name, ReadOnlySpan<float> values, params long[] shape)
    {
        var bytes = new byte[values.Length * sizeof(ushort)];
        BFloat16.Narrow(values, MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()));
        return new(name, TensorType.BF16, shape, bytes);
    }

    /// <summary>A float16 tensor: each value rounded to nearest, ties to even.</summary>
    public static TensorData FromSinglesAsHalf(string name, ReadOnlySpan<float> values, params long[] shape)
    {
        var bytes = new byte[values.Length * sizeof(ushort)];
        TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()));
        return new(name, TensorType.F16, shape, bytes);
    }

    /// <summary>A float64 tensor with a copy of <paramref name="values"/>.</summary>
    public static TensorData FromDoubles(string name, ReadOnlySpan<double> values, params long[] shape) =>
        new(name, TensorType.F64, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>An int64 tensor with a copy of <paramref name="values"/>.</summary>
    public static TensorData FromInt64s(string name, ReadOnlySpan<long> values, params long[] shape) =>
        new(name, TensorType.I64, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements as float32. F16 and BF16 are exact, F64 is rounded.</summary>
    /// <exception cref="InvalidInputException">The elements are not floating-point numbers.</exception>
    public float[] ToSingles()
    {
        var values = new float[Bytes.Length / Type.Size()];
        Elements.ToSingles(Name, Type, Bytes.Span, values);
        return values;
    }

    /// <summary>The elements as float64, exactly.</summary>
    /// <exception cref="InvalidInputException">The elements are not floating-point numbers.</exception>
    public double[] ToDoubles()
    {
        var values = new double[Bytes.Length / Type.Size()];
        Elements.ToDoubles(Name, Type, Bytes.Span, values);
        return values;
    }
}
