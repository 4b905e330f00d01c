using System.Numerics.Tensors;

namespace Loci.Selection.Scaling;

/// <summary>
/// The leading eigenpairs of a symmetric positive semidefinite matrix by subspace iteration with Rayleigh–Ritz steps: a few directions more than are asked for are multiplied by the matrix,
/// made orthonormal and turned to the eigenvectors of what the matrix is on them. Golub and Van Loan, Matrix Computations, section 8.2.4. The same answer on every run.
/// </summary>
internal static class LeadingEigenpairs
{
    private const int Spare = 8;            // directions beyond those asked for: the error shrinks by λ of the first left out over λ of the one sought
    private const int MostIterations = 200;
    private const double Settled = 1e-13;   // change of the sought values, in parts of the first

    /// <summary>The <paramref name="count"/> largest eigenvalues, fewer where the matrix is smaller, with eigenvectors of length 1.</summary>
    public static (double[] Values, double[][] Vectors) Of(double[][] matrix, int count, CancellationToken cancellationToken)
    {
        var sought = Math.Min(count, matrix.Length);
        var block = Math.Min(matrix.Length, count + Spare);
        var random = new Random(1);
        double[][] directions = [.. Enumerable.Range(0, block).Select(_ => Enumerable.Range(0, matrix.Length).Select(_ => random.NextDouble() - 0.5).ToArray())];
        Orthonormalize(directions);
        double[] values = new double[block];
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[][] images = [.. directions.Select(direction => Multiply(matrix, direction))];
            double[][] inner = [.. directions.Select(direction => images.Select(image => TensorPrimitives.Dot<double>(direction, image)).ToArray())];
            var before = values;
            (values, var turns) = JacobiEigenvalues.Of(inner);
            directions = Turn(directions, turns);
            if (Enumerable.Range(0, sought).All(i => Math.Abs(values[i] - before[i]) <= Settled * Math.Abs(values[0]))) break;
            directions = Turn(images, turns);
            Orthonormalize(directions);
        }
        return (values[..sought], directions[..sought]);
    }

    private static double[] Multiply(double[][] matrix, double[] vector) => [.. matrix.Select(row => TensorPrimitives.Dot<double>(row, vector))];

    /// <summary>Σ_j turn_j·direction_j for each turn.</summary>
    private static double[][] Turn(double[][] directions, double[][] turns) => [.. turns.Select(turn =>
    {
        var turned = new double[directions[0].Length];
        for (var j = 0; j < directions.Length; j++) TensorPrimitives.MultiplyAdd(directions[j], turn[j], turned, turned);
        return turned;
    })];

    /// <summary>Gram–Schmidt, each direction twice over; what depends on those before it becomes zero.</summary>
    private static void Orthonormalize(double[][] directions)
    {
        for (var i = 0; i < directions.Length; i++)
        {
            var before = TensorPrimitives.Norm<double>(directions[i]);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++) TensorPrimitives.MultiplyAdd(directions[j], -TensorPrimitives.Dot<double>(directions[j], directions[i]), directions[i], directions[i]);
            }
            var left = TensorPrimitives.Norm<double>(directions[i]);
            if (left > 1e-12 * before) TensorPrimitives.Divide(directions[i], left, directions[i]);
            else Array.Clear(directions[i]);
        }
    }
}
