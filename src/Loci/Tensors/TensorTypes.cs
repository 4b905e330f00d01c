namespace Loci.Tensors;

/// <summary>Sizes and file names of <see cref="TensorType"/>.</summary>
public static class TensorTypes
{
    /// <summary>Bytes per element.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 => 8,
        TensorType.F32 or TensorType.I32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 => 2,
        TensorType.I8 or TensorType.U8 or TensorType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown tensor type."),
    };

    /// <summary>The name in a safetensors header, such as <c>BF16</c>.</summary>
    public static string FileName(this TensorType type) => type == TensorType.Bool ? "BOOL" : type.ToString();

    /// <summary>Reads a name as <see cref="FileName"/> gives it; false for the types of the format that are not supported.</summary>
    public static bool TryParse(string? name, out TensorType type)
    {
        foreach (TensorType candidate in Enum.GetValues<TensorType>())
        {
            if (string.Equals(candidate.FileName(), name, StringComparison.Ordinal))
            {
                type = candidate;
                return true;
            }
        }
        type = default;
        return false;
    }

    /// <summary>Bytes that a tensor of this type and shape takes, or null if a dimension is negative or the product exceeds 2⁶³ − 1.</summary>
    internal static long? ByteLength(this TensorType type, ReadOnlySpan<long> shape)
    {
        UInt128 bytes = (UInt128)type.Size();
        bool empty = shape.Contains(0);
        foreach (long dimension in shape)
        {
            if (dimension < 0)
            {
                return null;
            }
            if (!empty && (bytes *= (UInt128)dimension) > long.MaxValue)
            {
                return null;
            }
        }
        return empty ? 0 : (long)bytes;
    }
}
