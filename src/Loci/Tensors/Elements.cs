using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Loci.Tensors;

/// <summary>Converts little-endian elements of any <see cref="TensorType"/> into numbers of one type. Source and destination have equal counts.</summary>
internal static class Elements
{
    /// <summary>Floating-point elements as float32: F16 and BF16 exactly, F64 rounded.</summary>
    public static void ToSingles(string name, TensorType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (type)
        {
            case TensorType.F32: MemoryMarshal.Cast<byte, float>(source).CopyTo(destination); break;
            case TensorType.F16: TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination); break;
            case TensorType.BF16: BFloat16.Widen(MemoryMarshal.Cast<byte, ushort>(source), destination); break;
            case TensorType.F64: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(source), destination); break;
            default: throw Wrong(name, type, "floating-point numbers (F64, F32, F16 or BF16)");
        }
    }

    /// <summary>Floating-point elements as float64, exactly.</summary>
    public static void ToDoubles(string name, TensorType type, ReadOnlySpan<byte> source, Span<double> destination)
    {
        if (type == TensorType.F64)
        {
            MemoryMarshal.Cast<byte, double>(source).CopyTo(destination);
            return;
        }
        var singles = new float[destination.Length];
        ToSingles(name, type, source, singles);
        TensorPrimitives.ConvertTruncating<float, double>(singles, destination);
    }

    /// <summary>Integer or Boolean elements as int64, exactly.</summary>
    public static void ToInt64s(string name, TensorType type, ReadOnlySpan<byte> source, Span<long> destination)
    {
        switch (type)
        {
            case TensorType.I64: MemoryMarshal.Cast<byte, long>(source).CopyTo(destination); break;
            case TensorType.I32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(source), destination); break;
            case TensorType.I16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(source), destination); break;
            case TensorType.I8: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(source), destination); break;
            case TensorType.U8 or TensorType.Bool: TensorPrimitives.ConvertTruncating(source, destination); break;
            default: throw Wrong(name, type, "integers (I64, I32, I16, I8, U8 or BOOL)");
        }
    }

    private static InvalidInputException Wrong(string name, TensorType type, string expected) =>
        new($"Tensor '{name}' holds {type.FileName()} elements where {expected} are needed.");
}
