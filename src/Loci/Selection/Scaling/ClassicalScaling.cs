namespace Loci.Selection.Scaling;

/// <summary>
/// Classical multidimensional scaling of a kernel to two dimensions, which is its principal component analysis: with the kernel matrix G over candidates and targets and J = I − 11ᵀ/n, the
/// points are √λ·v of the two leading eigenpairs of JGJ. Of all planes it is the one that keeps the squared distances k(a, a) + k(b, b) − 2k(a, b) best. Torgerson, Psychometrika 17 (1952);
/// Schölkopf, Smola and Müller, Neural Computation 10 (1998).
/// The entry of each axis that is largest in magnitude is positive, so that a kernel has one map. Stateless. Cost O((K + m)²) memory and time per iteration.
/// </summary>
public static class ClassicalScaling
{
    private const int Dimensions = 2;
    private const double Nothing = 1e-12; // spread below this part of Σk(a, a) is rounding

    /// <summary>Maps a kernel's candidates and targets.</summary>
    /// <param name="kernel">Over K candidates and m targets.</param>
    /// <param name="cancellationToken">Checked for each point and in each iteration.</param>
    public static PlaneMap Map(ICandidateKernel kernel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var rows = Gram(kernel, cancellationToken);
        var size = Trace(rows);
        Centre(rows);
        var spread = Trace(rows);
        var points = new PlanePoint[rows.Length];
        if (spread <= Nothing * size) return Split(points, kernel.Candidates, 1);
        var (values, vectors) = LeadingEigenpairs.Of(rows, Dimensions, cancellationToken);
        double[][] axes = [.. Enumerable.Range(0, Dimensions).Select(axis => axis < values.Length ? Axis(values[axis], vectors[axis]) : new double[rows.Length])];
        for (var i = 0; i < points.Length; i++) points[i] = new PlanePoint(axes[0][i], axes[1][i]);
        return Split(points, kernel.Candidates, Math.Min(1, values.Sum(value => Math.Max(0, value)) / spread));
    }

    private static PlaneMap Split(PlanePoint[] points, int candidates, double share) => new(points[..candidates], points[candidates..], share);

    /// <summary>The kernel matrix (K + m, K + m), candidates first.</summary>
    private static double[][] Gram(ICandidateKernel kernel, CancellationToken cancellationToken)
    {
        var (candidates, targets) = (kernel.Candidates, kernel.Targets);
        double[][] rows = [.. Enumerable.Range(0, candidates + targets).Select(_ => new double[candidates + targets])];
        for (var x = 0; x < candidates; x++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            kernel.CandidateColumn(x, rows[x].AsSpan(0, candidates));
        }
        for (var t = 0; t < targets; t++)
        {
            kernel.TargetColumn(t, rows[candidates + t].AsSpan(0, candidates));
            kernel.TargetCovariances(t, rows[candidates + t].AsSpan(candidates));
            for (var x = 0; x < candidates; x++) rows[x][candidates + t] = rows[candidates + t][x];
        }
        return rows;
    }

    private static double Trace(double[][] rows) => rows.Select((row, i) => row[i]).Sum();

    /// <summary>G ← JGJ.</summary>
    private static void Centre(double[][] rows)
    {
        double[] means = [.. rows.Select(row => row.Average())];
        var all = means.Length == 0 ? 0 : means.Average();
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows.Length; j++) rows[i][j] += all - means[i] - means[j];
        }
    }

    private static double[] Axis(double value, double[] vector)
    {
        var scale = Math.Sqrt(Math.Max(0, value)) * (vector.MaxBy(Math.Abs) < 0 ? -1 : 1);
        return [.. vector.Select(entry => scale * entry)];
    }
}
