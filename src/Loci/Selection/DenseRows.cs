using System.Numerics;

namespace Loci.Selection;

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

    /// <summary>All rows must have the length of the first target and finite elements; the first <paramref name="candidates"/> rows are candidates.</summary>
    public static void Check<T>(ReadOnlyMemory<T>[] rows, int candidates) where T : struct, INumberBase<T>
    {
        int dimensions = rows[candidates].Length;
        for (int i = 0; i < rows.Length; i++)
        {
            string name = i < candidates ? $"Candidate {i}" : $"Target {i - candidates}";
            if (rows[i].Length != dimensions)
            {
                throw new InvalidInputException($"{name} has {rows[i].Length} dimensions, and target 0 has {dimensions}. Embed both with the same model.");
            }
            foreach (T element in rows[i].Span)
            {
                if (!T.IsFinite(element))
                {
                    throw new InvalidInputException($"{name} holds NaN or infinity. Leave the vector out or embed its text again.");
                }
            }
        }
    }
}
