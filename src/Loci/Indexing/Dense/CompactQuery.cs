namespace Loci.Indexing.Dense;

/// <summary>
/// A query in int16, q̂ = unit·code, and what bounds the error of products with it. For a row with scale s and residual r,
/// |⟨q, x⟩ − ⟨q̂, x̂⟩| ≤ |⟨q, x − x̂⟩| + |⟨q − q̂, x̂⟩| ≤ r·‖q‖ + s·127√d·‖q − q̂‖ by Cauchy and Schwarz. Codes are as large as int16 and √d·127·‖code‖ &lt; 2³¹
/// allow: by the same inequality no sum of products over any of the dimensions leaves int32, however it is split into lanes.
/// </summary>
internal sealed class CompactQuery
{
    private const double MostCodeNorm = int.MaxValue * 0.999;

    /// <summary>Quantises a query.</summary>
    public CompactQuery(ReadOnlySpan<float> query, Span<short> codes)
    {
        codes.Clear();
        var (norm, length) = (ExactProduct.NormAbove(query), Quantizer.LargestCode * Math.Sqrt(query.Length));
        if (norm == 0)
            return;
        var largest = 0.0;
        foreach (var value in query)
            largest = Math.Max(largest, Math.Abs((double)value));
        // Rounding lengthens the codes by √d/2 at most.
        var steps = Math.Min(short.MaxValue / largest, ((MostCodeNorm / length) - (Math.Sqrt(query.Length) / 2)) / norm);
        Unit = 1 / steps;
        double lost = 0, kept = 0;
        for (var i = 0; i < query.Length; i++)
        {
            codes[i] = (short)Math.Clamp(Math.Round(query[i] * steps), -short.MaxValue, short.MaxValue);
            lost += Square(query[i] - (Unit * codes[i]));
            kept += Square(Unit * codes[i]);
        }
        // The relative error of sums in float64 covers all that is rounded on the way: the exact product, this residual and the approximation itself.
        var rounding = 4 * ExactProduct.RelativeError(query.Length);
        ErrorPerResidual = norm * (1 + rounding);
        ErrorPerScale = length * (Math.Sqrt(lost) + (rounding * (norm + Math.Sqrt(kept)))) * (1 + 1e-10);
    }

    /// <summary>What an integer product times the row's scale is multiplied by.</summary>
    public double Unit { get; }

    /// <summary>What a row's residual adds to the bound.</summary>
    public double ErrorPerResidual { get; }

    /// <summary>What a row's scale adds to the bound.</summary>
    public double ErrorPerScale { get; }

    private static double Square(double value) => value * value;
}
