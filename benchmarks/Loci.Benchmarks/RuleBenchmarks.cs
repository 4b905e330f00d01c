using BenchmarkDotNet.Attributes;
using Loci.Selection;
using Loci.Selection.Kernels;

namespace Loci.Benchmarks;

/// <summary>Every rule there is, by name, on the same 1,000 candidates: rows in, picks out.</summary>
[Config(typeof(FloorConfig))]
public class RuleBenchmarks
{
    public const int Candidates = 1000;

    private static readonly SelectionOptions Options = new() { Count = SelectionBenchmarks.Count, Noise = 0.1 };

    private float[] _candidates = [];
    private float[] _targets = [];
    private ISelector? _selector;

    [ParamsSource(nameof(Names))]
    public string Rule { get; set; } = "";

    public static IEnumerable<string> Names => Selectors.Names;

    [GlobalSetup]
    public void Setup()
    {
        const int length = Candidates * SelectionBenchmarks.Dimensions;
        float[] rows = SyntheticRows.Dense(Candidates + 1, SelectionBenchmarks.Dimensions);
        (_candidates, _targets) = (rows[..length], rows[length..]);
        _selector = Selectors.Create(Rule);
    }

    [Benchmark]
    public SelectionResult Select() => _selector!.Select(new DenseKernel(_candidates, _targets, SelectionBenchmarks.Dimensions), Options);
}
