using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Loci.Benchmarks;

/// <summary>A figure worked out from a benchmark's size and its median.</summary>
/// <param name="name">Heading.</param>
/// <param name="legend">What it says.</param>
/// <param name="figure">Of the size and the median in seconds.</param>
internal sealed class FloorColumn(string name, string legend, Func<SelectionSize, double, double> figure) : IColumn
{
    public string Id => $"{nameof(FloorColumn)}.{name}";

    public string ColumnName => name;

    public string Legend => legend;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        int candidates = benchmarkCase.Parameters[nameof(SelectionBenchmarks.Candidates)] as int? ?? RuleBenchmarks.Candidates;
        var size = new SelectionSize(SelectionBenchmarks.Count, candidates, SelectionBenchmarks.Dimensions);
        double? nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Median;
        return nanoseconds is double median ? figure(size, median / 1e9).ToString("0.00", CultureInfo.InvariantCulture) : "?";
    }
}
