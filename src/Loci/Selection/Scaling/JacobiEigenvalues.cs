namespace Loci.Selection.Scaling;

/// <summary>All eigenpairs of a small symmetric matrix by Jacobi's rotations, cyclic by rows. Golub and Van Loan, Matrix Computations, section 8.5.</summary>
internal static class JacobiEigenvalues
{
    private const int MostSweeps = 50;

    /// <summary>The eigenvalues, largest first, and an orthonormal eigenvector for each.</summary>
    public static (double[] Values, double[][] Vectors) Of(double[][] symmetric)
    {
        double[][] matrix = [.. symmetric.Select(row => (double[])row.Clone())];
        double[][] vectors = [.. matrix.Select((_, i) => matrix.Select((_, j) => i == j ? 1.0 : 0.0).ToArray())]; // rows are eigenvectors
        for (var sweep = 0; sweep < MostSweeps && OffDiagonal(matrix) > 0; sweep++)
        {
            for (var p = 0; p < matrix.Length; p++)
            {
                for (var q = p + 1; q < matrix.Length; q++) Rotate(matrix, vectors, p, q);
            }
        }
        int[] order = [.. Enumerable.Range(0, matrix.Length).OrderByDescending(i => matrix[i][i])];
        return ([.. order.Select(i => matrix[i][i])], [.. order.Select(i => vectors[i])]);
    }

    private static double OffDiagonal(double[][] matrix) => matrix.Select((row, i) => row.Where((_, j) => j != i).Sum(entry => entry * entry)).Sum();

    /// <summary>Makes entry (p, q) zero; one that is rounding beside both of its diagonal entries is set to it.</summary>
    private static void Rotate(double[][] matrix, double[][] vectors, int p, int q)
    {
        var entry = matrix[p][q];
        if (Math.Abs(entry) <= 1e-17 * (Math.Abs(matrix[p][p]) + Math.Abs(matrix[q][q])))
        {
            matrix[p][q] = matrix[q][p] = 0;
            return;
        }
        var angle = (matrix[q][q] - matrix[p][p]) / (2 * entry);
        var tangent = (angle < 0 ? -1 : 1) / (Math.Abs(angle) + Math.Sqrt(1 + angle * angle));
        var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        var sine = tangent * cosine;
        foreach (var row in matrix) (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
        Combine(matrix[p], matrix[q], cosine, sine);
        Combine(vectors[p], vectors[q], cosine, sine);
    }

    private static void Combine(double[] first, double[] second, double cosine, double sine)
    {
        for (var i = 0; i < first.Length; i++) (first[i], second[i]) = (cosine * first[i] - sine * second[i], sine * first[i] + cosine * second[i]);
    }
}
