using CsCheck;
using Loci.Selection.Kernels;
using Loci.Selection.Scaling;

namespace Loci.Tests.Selection.Scaling;

/// <summary>Maps of kernels in a plane.</summary>
public sealed class ClassicalScalingTests
{
    private static readonly Gen<float[][]> Points = Gen.Float[-1, 1].Array[2].Array[2, 30];

    [Fact]
    public void What_lies_in_a_plane_keeps_all_its_distances() => Points.Sample(points =>
    {
        var map = ClassicalScaling.Map(Kernel(points, targets: 1));
        PlanePoint[] mapped = [.. map.Candidates, .. map.Targets];
        for (var a = 0; a < points.Length; a++)
        {
            for (var b = 0; b < a; b++) Assert.Equal(Distance(points[a], points[b]), Math.Sqrt(Squared(mapped[a], mapped[b])), 1e-5);
        }
        Assert.Equal(1, map.Share, 1e-6);
    });

    [Fact]
    public void Of_many_dimensions_the_two_of_most_spread_are_shown()
    {
        float[][] points = [[5, 0, 0, 0.1f], [-5, 0, 0, 0], [0, 3, 0, 0], [0, -3, 0, 0], [0, 0, 1, 0], [0, 0, -1, 0], [0, 0, 0, 0]];
        var map = ClassicalScaling.Map(Kernel(points, targets: 1), TestContext.Current.CancellationToken);
        Assert.Equal(5, Math.Abs(map.Candidates[1].X), 0.01);
        Assert.Equal(3, Math.Abs(map.Candidates[2].Y), 0.01);
        Assert.Equal(0, map.Candidates[4].X, 0.02);
        Assert.Equal((50.0 + 18) / (50 + 18 + 2), map.Share, 0.001);
    }

    [Fact]
    public void The_share_is_that_of_the_largest_eigenvalues() => Gen.Float[-1, 1].Array[6].Array[3, 25].Sample(points =>
    {
        var map = ClassicalScaling.Map(Kernel(points, targets: 2));
        double[][] centred = Centred(points);
        var (values, _) = JacobiEigenvalues.Of([.. Enumerable.Range(0, 6).Select(i => Enumerable.Range(0, 6).Select(j => centred.Sum(row => row[i] * row[j])).ToArray())]); // the covariance has the same as the Gram matrix
        Assert.Equal((values[0] + values[1]) / values.Sum(), map.Share, 1e-6);
    });

    [Fact]
    public void Points_on_one_spot_are_one_point()
    {
        var map = ClassicalScaling.Map(Kernel([[0.3f, 0.7f], [0.3f, 0.7f], [0.3f, 0.7f]], targets: 1), TestContext.Current.CancellationToken);
        Assert.All([.. map.Candidates, .. map.Targets], point => Assert.Equal(new PlanePoint(0, 0), point));
        Assert.Equal(1, map.Share);
    }

    [Fact]
    public void A_kernel_has_one_map() => Points.Sample(points =>
    {
        var (one, two) = (ClassicalScaling.Map(Kernel(points, 1)), ClassicalScaling.Map(Kernel(points, 1)));
        Assert.Equal(one.Candidates, two.Candidates);
        Assert.True(new[] { one.Candidates, one.Targets }.SelectMany(side => side).Select(point => point.X).MaxBy(Math.Abs) >= 0);
    });

    [Fact]
    public void It_can_be_stopped() =>
        Assert.Throws<OperationCanceledException>(() => ClassicalScaling.Map(Kernel([[1, 0], [0, 1], [1, 1]], 1), new CancellationToken(canceled: true)));

    private static DenseKernel Kernel(float[][] points, int targets) => new(Instance.Memories(points[..^targets]), Instance.Memories(points[^targets..]));

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum());

    private static double Squared(PlanePoint a, PlanePoint b) => (a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y);

    private static double[][] Centred(float[][] points)
    {
        double[] means = [.. Enumerable.Range(0, points[0].Length).Select(i => points.Average(row => (double)row[i]))];
        return [.. points.Select(row => row.Select((entry, i) => entry - means[i]).ToArray())];
    }
}
