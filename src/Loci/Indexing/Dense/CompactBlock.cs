using System.Numerics.Tensors;

namespace Loci.Indexing.Dense;

/// <summary>
/// Rows as int8 codes: x̂ = scale·code, with ‖x − x̂‖ beside it. The arrays are shared, not copied; nobody may change them. Immutable, safe to share.
/// </summary>
public sealed class CompactBlock : IRowBlock<CompactBlock>
{
    private readonly sbyte[] _codes;
    private readonly float[] _scales;
    private readonly float[] _residuals;

    internal CompactBlock(int dimensions, sbyte[] codes, float[] scales, float[] residuals) =>
        (Dimensions, Stride, _codes, _scales, _residuals) = (dimensions, CodeProduct.Padded(dimensions), codes, scales, residuals);

    /// <summary>Number of rows.</summary>
    public int Count => _scales.Length;

    /// <summary>d, the length of a row.</summary>
    public int Dimensions { get; }

    /// <summary>Codes from the beginning of a row to that of the next: d rounded up to a multiple of 32. What is beyond d is zero.</summary>
    public int Stride { get; }

    /// <summary>Count × Stride codes from −127 to 127.</summary>
    public ReadOnlySpan<sbyte> Codes => _codes;

    /// <summary>What each row's codes are multiplied by; at least zero.</summary>
    public ReadOnlySpan<float> Scales => _scales;

    /// <summary>Of each row ‖x − x̂‖, rounded up.</summary>
    public ReadOnlySpan<float> Residuals => _residuals;

    /// <summary>Takes arrays as <see cref="Codes"/>, <see cref="Scales"/> and <see cref="Residuals"/> gave them, and keeps them.</summary>
    /// <exception cref="InvalidInputException">They cannot be the codes of a block; whether the residuals are those of the rows cannot be told from them.</exception>
    public static CompactBlock FromArrays(int dimensions, sbyte[] codes, float[] scales, float[] residuals)
    {
        int stride = CodeProduct.Padded(DenseInput.Dimensions(dimensions)), count = scales.Length;
        if (residuals.Length != count || codes.LongLength != (long)count * stride)
            throw new InvalidInputException($"A block of {count} rows of {dimensions} dimensions has {(long)count * stride} codes and {count} residuals, and there are {codes.Length} and {residuals.Length}. Build it anew from the vectors.");
        if (Array.Exists(scales, IsNoLength) || Array.Exists(residuals, IsNoLength))
            throw new InvalidInputException("The scales and residuals of a block are finite and not negative, and one is not. Build it anew from the vectors.");
        if (codes.AsSpan().Contains(sbyte.MinValue))
            throw new InvalidInputException("Codes go from -127 to 127, and there is a -128. Build the block anew from the vectors.");
        for (var row = 0; row < count && dimensions < stride; row++)
            if (codes.AsSpan(row * stride + dimensions, stride - dimensions).ContainsAnyExcept((sbyte)0))
                throw new InvalidInputException($"Codes beyond dimension {dimensions} are zero, and row {row} of the block has others. Build it anew from the vectors.");
        return new CompactBlock(dimensions, codes, scales, residuals);

        static bool IsNoLength(float value) => !(value >= 0 && float.IsFinite(value));
    }

    /// <summary>x̂ of a row.</summary>
    internal void Dequantize(int index, Span<float> into)
    {
        TensorPrimitives.ConvertTruncating(Codes.Slice(index * Stride, Dimensions), into);
        TensorPrimitives.Multiply(into, _scales[index], into);
    }

    /// <summary>The codes of a row, to be read up to <see cref="Stride"/>.</summary>
    internal ref sbyte Row(int index) => ref _codes[index * Stride];

    CompactBlock IRowBlock<CompactBlock>.Join(CompactBlock later) =>
        new(Dimensions, [.. _codes, .. later._codes], [.. _scales, .. later._scales], [.. _residuals, .. later._residuals]);

    CompactBlock IRowBlock<CompactBlock>.Keep(ReadOnlySpan<int> positions)
    {
        var codes = GC.AllocateUninitializedArray<sbyte>(positions.Length * Stride);
        var (scales, residuals) = (new float[positions.Length], new float[positions.Length]);
        for (var i = 0; i < positions.Length; i++)
        {
            _codes.AsSpan(positions[i] * Stride, Stride).CopyTo(codes.AsSpan(i * Stride));
            (scales[i], residuals[i]) = (_scales[positions[i]], _residuals[positions[i]]);
        }
        return new CompactBlock(Dimensions, codes, scales, residuals);
    }
}
