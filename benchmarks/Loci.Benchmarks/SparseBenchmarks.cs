using BenchmarkDotNet.Attributes;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;
using Loci.Vectors;

namespace Loci.Benchmarks;

/// <summary>SIFT over sparse rows, as a lexical memory has them: texts of 300 words over 100,000 terms.</summary>
[MemoryDiagnoser]
public class SparseBenchmarks
{
    private const int Words = 300;
    private const int Terms = 100_000;

    private static readonly SelectionOptions Options = new() { Count = SelectionBenchmarks.Count, Noise = 0.3 };

    private readonly Sift _sift = new();
    private SparseVector[] _candidates = [];
    private SparseVector[] _targets = [];

    [Params(200, 1000)]
    public int Candidates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        SparseVector[] rows = SyntheticRows.Sparse(Candidates + 1, Words, Terms);
        (_candidates, _targets) = (rows[..Candidates], rows[Candidates..]);
    }

    [Benchmark(Baseline = true)]
    public SelectionResult Sift() => _sift.Select(new SparseKernel(_candidates, _targets), Options);

    [Benchmark]
    public SparseKernel KernelAlone() => new(_candidates, _targets);
}
