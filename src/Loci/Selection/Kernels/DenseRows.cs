namespace Loci.Selection.Kernels;

/// <summary>Cuts matrices into rows and checks them.</summary>
internal static class DenseRows
{
    /// <summary>The rows of a row-major matrix, in place.</summary>
    public static ReadOnlyMemory<T>[] Split<T>(ReadOnlyMemory<T> matrix, int dimensions, string kind)
    {
        if (dimensions < 1 || matrix.Length % dimensions != 0)
        {
            throw new InvalidInputException($"The {kind} matrix has {matrix.Length} elements, which is not a whole number of rows of {dimensions}.");
        }
        var rows = new ReadOnlyMemory<T>[matrix.Length / dimensions];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = matrix.Slice(i * dimensions, dimensions);
        }
        return rows;
    }

    /// <summary>A selection needs a target.</summary>
    public static void CheckTargets(int targets)
    {
        if (targets < 1)
        {
            throw new InvalidInputException("Selection needs at least one target vector, and there is none.");
        }
    }

    /// <summary>All rows must have the length of a target.</summary>
    public static void CheckLengths<T>(ReadOnlySpan<ReadOnlyMemory<T>> rows, int dimensions, string kind)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != dimensions)
            {
                throw new InvalidInputException($"{kind} {i} has {rows[i].Length} dimensions, and target 0 has {dimensions}. Embed both with the same model.");
            }
        }
    }

    /// <summary>A squared norm is finite exactly if every element of the row is a number: float32 squares cannot overflow float64.</summary>
    public static void CheckNorms(ReadOnlySpan<double> norms, string kind)
    {
        for (int i = 0; i < norms.Length; i++)
        {
            if (!double.IsFinite(norms[i]))
            {
                throw new InvalidInputException($"{kind} {i} holds NaN or infinity. Leave the vector out or embed its text again.");
            }
        }
    }
}
