using BenchmarkDotNet.Attributes;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Benchmarks;

/// <summary>
/// What selection adds to a search: one exact search for the 200 nearest of 100,000 × 1024, and SIFT's 50 picks among 200. The column Ratio of
/// <see cref="Select"/> is the share, which shall be below 0.05.
/// </summary>
[MemoryDiagnoser]
public class SearchBenchmarks
{
    private const int Rows = 100_000;
    private const int Candidates = 200;
    private const int Dimensions = SelectionBenchmarks.Dimensions;

    private static readonly SelectionOptions Options = new() { Count = SelectionBenchmarks.Count, Noise = 0.1 };

    private readonly Sift _sift = new();
    private float[] _candidates = [];
    private float[] _query = [];
    private ExactSearch? _search;

    [GlobalSetup]
    public void Setup()
    {
        float[] rows = SyntheticRows.Dense(Rows + 1, Dimensions);
        _query = rows[(Rows * Dimensions)..];
        _candidates = rows[..(Candidates * Dimensions)];
        _search = new ExactSearch(rows[..(Rows * Dimensions)], _query);
    }

    [Benchmark(Baseline = true)]
    public int Scan() => _search!.Scan(Candidates);

    [Benchmark]
    public int Column() => _search!.Column(Candidates);

    [Benchmark]
    public SelectionResult Select() => _sift.Select(new DenseKernel(_candidates, _query, Dimensions), Options);
}
