using System.Numerics.Tensors;

namespace Loci.Indexing.Dense;

/// <summary>Turns a row into int8 codes and says how much of it is lost.</summary>
internal static class Quantizer
{
    /// <summary>The largest code; −128 stays free, so that a row and its negative have codes alike.</summary>
    public const int LargestCode = 127;

    /// <summary>
    /// Writes code = round(x/scale) with scale = max|x|/127, and gives the scale and ‖x − scale·code‖, rounded up. A row too small for a normal float32 scale
    /// gets zeros, and its own norm as what is lost.
    /// </summary>
    /// <param name="row">d finite numbers.</param>
    /// <param name="codes">Room for d codes.</param>
    /// <param name="scratch">Room for d numbers.</param>
    public static (float Scale, float Residual) Encode(ReadOnlySpan<float> row, Span<sbyte> codes, Span<float> scratch)
    {
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude(row)) / LargestCode;
        if (!float.IsNormal(scale))
        {
            codes.Clear();
            return (0, Above(ExactProduct.NormAbove(row)));
        }
        TensorPrimitives.Divide(row, scale, scratch);
        TensorPrimitives.Round(scratch, scratch);
        TensorPrimitives.ConvertSaturating(scratch, codes);
        // x/scale may round to a little beyond 127, never to a half more: the codes stay within ±127. Twice a difference of float64 is as good as exact.
        var squared = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            var lost = row[i] - (double)scale * codes[i];
            squared += lost * lost;
        }
        return (scale, Above(Math.Sqrt(squared) * (1 + 1e-10)));
    }

    /// <summary>The nearest float32 that is not below.</summary>
    private static float Above(double value) => (float)value is var near && near >= value ? near : MathF.BitIncrement((float)value);
}
