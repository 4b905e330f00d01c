using CsCheck;
using Loci.Selection.Scaling;

namespace Loci.Tests.Selection.Scaling;

/// <summary>Eigenpairs of small symmetric matrices.</summary>
public sealed class JacobiEigenvaluesTests
{
    [Fact]
    public void Vectors_are_orthonormal_and_only_stretched() =>
        Gen.Int[1, 12].SelectMany(size => Gen.Double[-1, 1].Array[size].Array[size]).Sample(given =>
        {
            double[][] matrix = [.. given.Select((row, i) => row.Select((entry, j) => (entry + given[j][i]) / 2).ToArray())];
            var (values, vectors) = JacobiEigenvalues.Of(matrix);
            Assert.Equal(values.OrderDescending(), values);
            for (var i = 0; i < values.Length; i++)
            {
                for (var j = 0; j < values.Length; j++) Assert.Equal(i == j ? 1 : 0, Dot(vectors[i], vectors[j]), 1e-10);
                for (var row = 0; row < values.Length; row++) Assert.Equal(values[i] * vectors[i][row], Dot(matrix[row], vectors[i]), 1e-10);
            }
        });

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
