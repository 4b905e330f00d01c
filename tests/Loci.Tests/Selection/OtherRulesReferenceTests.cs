using System.Numerics.Tensors;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;
using Loci.Tensors;

namespace Loci.Tests.Selection;

/// <summary>
/// The rules beside SIFT against the float64 reference: equal picks where the reference's choice is no matter of rounding, and always equal scores.
/// </summary>
public sealed class OtherRulesReferenceTests
{
    private const double DecidedByRounding = 1e-9; // gaps below this: compare scores only, as the fixtures' README says

    public static TheoryData<string> Cases => SelectionCase.Others;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Itl(string name) => Check(name, "itl_doc", new InformationTransductive(), (naive, picks, x) => naive.Information(picks, x));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ctl(string name) => Check(name, "ctl", new CorrelationTransductive(), (naive, picks, x) => naive.Correlation(picks, x));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sequential_uncertainty(string name) =>
        Check(name, "undirected_itl", new UncertaintySampling(), (naive, picks, x) => naive.Variance(picks, x));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Static_uncertainty(string name) =>
        Check(name, "uncertainty_sampling", new UncertaintySampling(sequential: false), (naive, _, x) => naive.Variance([], x));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Farthest_first(string name) => Check(name, "max_dist", new FarthestFirst(), (naive, picks, x) => naive.Distance(picks, x));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Neighbours_by_mean_cosine(string name)
    {
        SelectionCase given = SelectionCase.Load(name);
        using SafetensorsFile file = given.Open();
        double[] values = file.ReadDoubles("cosine_similarity_ref_values");
        var kernel = new NormalizedKernel(new DenseKernel(file.ReadSingles("candidates"), file.ReadSingles("targets"), given.Dimensions));
        int[] picks = Select(new NearestNeighbors(), kernel, given, values.Length).Indices;
        NaiveScores naive = Naive(given, file);
        Assert.Equal(file.ReadInt64s("cosine_similarity_ref_indices"), picks.Select(x => (long)x));
        Assert.All(values.Zip(picks), pair => Assert.Equal(pair.First, naive.Cosine(pair.Second), 1e-12));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sift_with_the_candidates_as_targets(string name)
    {
        SelectionCase given = SelectionCase.Load(name);
        using SafetensorsFile file = given.Open();
        double[] values = file.ReadDoubles("undirected_vtl_ref_values");
        var kernel = new DenseKernel(file.ReadSingles("candidates"), file.ReadSingles("candidates"), given.Dimensions);
        SelectionResult result = Select(new Sift(), kernel, given, values.Length);
        Assert.Equal(file.ReadInt64s("undirected_vtl_ref_indices"), result.Indices.Select(x => (long)x));
        Assert.All(values.Zip(result.Objective), pair => Assert.Equal(pair.First, -pair.Second, 1e-9 * result.Prior));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Distances_that_k_means_draws_by(string name)
    {
        SelectionCase given = SelectionCase.Load(name);
        using SafetensorsFile file = given.Open();
        double[] trace = file.ReadDoubles("kmeanspp_min_sqd_trace");
        var kernel = new DenseKernel(file.ReadSingles("candidates"), file.ReadSingles("targets"), given.Dimensions);
        using var posterior = new Posterior(kernel, given.Noise);
        using var distances = new CoveringDistances(posterior);
        foreach ((int row, long pick) in file.ReadInt64s("max_dist_ref_indices").Take(trace.Length / kernel.Candidates).Index())
        {
            distances.Add((int)pick);
            posterior.Observe((int)pick);
            double[] expected = trace[(row * kernel.Candidates)..((row + 1) * kernel.Candidates)];
            Assert.All(expected.Zip(distances.Nearest.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * distances.Scale));
        }
    }

    private static void Check(string name, string function, ISelector rule, Func<NaiveScores, int[], int, double> score)
    {
        SelectionCase given = SelectionCase.Load(name);
        using SafetensorsFile file = given.Open();
        long[] indices = file.ReadInt64s(function + "_ref_indices");
        double[] values = file.ReadDoubles(function + "_ref_values");
        var kernel = new DenseKernel(file.ReadSingles("candidates"), file.ReadSingles("targets"), given.Dimensions);
        int[] picks = Select(rule, kernel, given, indices.Length).Indices;
        NaiveScores naive = Naive(given, file);
        double scale = values.Where(double.IsFinite).Max(Math.Abs);
        Assert.Equal(values.Length, picks.Length);
        Assert.True(given.Gaps[function] <= DecidedByRounding || indices.SequenceEqual(picks.Select(x => (long)x)));
        for (int n = 0; n < picks.Length; n++)
        {
            double found = score(naive, picks[..n], picks[n]);
            Assert.True(values[n] == found || Math.Abs(values[n] - found) <= 1e-9 * scale, $"pick {n}: {found} instead of {values[n]}");
        }
    }

    private static SelectionResult Select(ISelector rule, ICandidateKernel kernel, SelectionCase given, int count) =>
        rule.Select(kernel, new() { Count = count, Noise = given.Noise }, TestContext.Current.CancellationToken);

    private static NaiveScores Naive(SelectionCase given, SafetensorsFile file)
    {
        double[] candidates = file.ReadDoubles("candidates"), targets = file.ReadDoubles("targets"), rows = [.. candidates, .. targets];
        int d = given.Dimensions;
        return new(candidates.Length / d, targets.Length / d, given.Noise,
            (a, b) => TensorPrimitives.Dot<double>(rows.AsSpan(a * d, d), rows.AsSpan(b * d, d)));
    }
}
