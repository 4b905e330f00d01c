using BenchmarkDotNet.Attributes;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;

namespace Loci.Benchmarks;

/// <summary>SIFT as a program calls it: rows in, picks out. The kernel is made anew each time, its checks included.</summary>
[Config(typeof(FloorConfig))]
public class SelectionBenchmarks
{
    public const int Count = 50;
    public const int Dimensions = 1024;

    private static readonly SelectionOptions Options = new() { Count = Count, Noise = 0.1 };

    private readonly Sift _sift = new();
    private float[] _candidates = [];
    private float[] _targets = [];

    [Params(200, 1000, 5000)]
    public int Candidates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        float[] rows = SyntheticRows.Dense(Candidates + 1, Dimensions);
        (_candidates, _targets) = (rows[..(Candidates * Dimensions)], rows[(Candidates * Dimensions)..]);
    }

    [Benchmark]
    public SelectionResult Sift() => _sift.Select(new DenseKernel(_candidates, _targets, Dimensions), Options);
}
