using Loci.Evaluation;
using Loci.Evaluation.Records;
using Loci.Evaluation.Tables;
using Loci.Learning;

namespace Loci.Tests.Evaluation.Tables;

public sealed class EvaluationReportTests
{
    private static readonly EvaluationOptions Options = new() { Methods = ["base", "nn", "sift"], Retrieval = new RetrievalOptions { Count = 2 } };

    [Fact]
    public void Each_way_of_taking_the_middle_is_its_own()
    {
        // A long document that gains a tenth, a short one that gains a half and is the subset left out, and one that is harmed.
        var report = EvaluationReport.Of([Document("A", 1000, [1000, 950, 900]), Document("B", 100, [100, 60, 50]), Document("C", 100, [100, 105, 110])], Options, TimeSpan.Zero);
        var sift = report.Methods["sift"];
        Assert.Equal(100 * 1060 / 1200.0, sift.Total.Percent, 1e-9);
        Assert.Equal((90 + 50 + 110) / 3.0, sift.Middle.MeanOfSubsets, 1e-9);
        Assert.Equal((90 + 50 + 110) / 3.0, sift.Middle.MeanOfDocuments, 1e-9);
        Assert.Equal(90, sift.Middle.Median, 1e-9);
        Assert.Equal("B", report.LeftOut);
        Assert.Equal(100 * 1010 / 1100.0, sift.Middle.Without!.Value, 1e-9);
        Assert.Equal(1, sift.Middle.Harmed);
        Assert.Equal(["C"], report.Harmed["sift"]);
        Assert.InRange(sift.Total.Percent, sift.Interval.Low, sift.Interval.High);
    }

    [Fact]
    public void The_guard_stops_where_what_it_sees_is_best()
    {
        var stops = Document("A", 100, [100, 90, 120], guard: [10, 9, 11]);
        Assert.Equal(0, stops.Methods["sift"].Guarded(margin: 0.1)); // saves a tenth, no more
        Assert.Equal(1, stops.Methods["sift"].Guarded(margin: 0.09));
        var refuses = Document("A", 100, [100, 105, 110], guard: [10, 10.5, 10.1]);
        var blind = Document("A", 100, [100, 50, 40], guard: [double.NaN, double.NaN, double.NaN]);
        var report = EvaluationReport.Of([stops, refuses, blind], Options, TimeSpan.Zero);
        Assert.Equal(100 * (90 + 100 + 100) / 300.0, report.Guarded["sift"].Total.Percent, 1e-9);
        Assert.Equal([100, 100 * 290 / 300.0, 100 * 290 / 300.0], report.Curves["sift"].Select(point => point.Guarded), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void A_comparison_is_paired()
    {
        // Documents differ a lot, the two methods always by the same: the interval is narrow.
        var documents = Enumerable.Range(1, 30).Select(i => Document("A", 100, [100, 100 - i, 100 - i], nn: [100, 100 - i, 100 - i + 2])).ToArray();
        var against = EvaluationReport.Of(documents, Options, TimeSpan.Zero).Against["sift"];
        Assert.Equal(-2, against.Difference, 1e-9);
        Assert.Equal(-2, against.Interval.Low, 1e-6);
        Assert.Equal(-2, against.Interval.High, 1e-6);
        Assert.Equal(1, against.Better);
        Assert.Null(against.WithoutSubset);
    }

    [Fact]
    public void What_ranks_the_gains_correlates_with_them()
    {
        var documents = Enumerable.Range(1, 10).Select(i => Document("A", 100, [100, 99, 100 - i], guard: [10, 10, 10 - i * 0.1], uncertainty: 1.0 / i)).ToArray();
        var prediction = EvaluationReport.Of(documents, Options, TimeSpan.Zero).Prediction["sift"];
        Assert.Equal(1, prediction.Uncertainty, 1e-9);
        Assert.Equal(1, prediction.Guard, 1e-9);
        Assert.True(double.IsNaN(prediction.TopScore)); // always the same
    }

    private static DocumentResult Document(string subset, double nats, double[] sift, double[]? nn = null, double[]? guard = null, double uncertainty = 0.5) =>
        new(subset, subset, 10, (long)nats, nats, new Dictionary<string, MethodResult>(StringComparer.Ordinal)
        {
            ["nn"] = Method(nn ?? sift, guard, uncertainty),
            ["sift"] = Method(sift, guard, uncertainty),
        });

    private static MethodResult Method(double[] nats, double[]? guard, double uncertainty) =>
        new(nats, guard ?? nats, [0, 1, 2], 2, [2, 2], 1, [0.8, uncertainty], [0.5, 0.25], [1, 2], new Dictionary<string, double>(StringComparer.Ordinal) { ["tune"] = 2 });
}
