namespace Loci.VectorData;

/// <summary>Vectors of length one.</summary>
internal static class UnitVector
{
    /// <summary>The vector divided by its length; zero stays zero.</summary>
    /// <param name="vector">Any vector.</param>
    /// <param name="dimensions">How long it has to be.</param>
    /// <param name="what">What it is of, for the message.</param>
    /// <exception cref="InvalidInputException">It has another number of dimensions, or holds NaN or infinity.</exception>
    public static float[] Of(ReadOnlySpan<float> vector, int dimensions, string what)
    {
        if (vector.Length != dimensions)
            throw new InvalidInputException($"Expected vectors of {dimensions} dimensions, as the memory's embedder gives them; the one of {what} has {vector.Length}. Embed it with that embedder.");
        var squares = 0.0;
        foreach (var value in vector) squares += (double)value * value;
        if (!double.IsFinite(squares))
            throw new InvalidInputException($"The vector of {what} holds NaN or infinity. Embed it anew.");
        var unit = vector.ToArray();
        if (squares == 0) return unit;
        var norm = Math.Sqrt(squares);
        for (var i = 0; i < unit.Length; i++) unit[i] = (float)(unit[i] / norm);
        return unit;
    }
}
