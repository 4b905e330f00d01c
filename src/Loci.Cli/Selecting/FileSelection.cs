using System.Runtime.InteropServices;
using Loci.Cli.Hosting;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Pools;
using Loci.Selection.Rules;
using Loci.Tensors;

namespace Loci.Cli.Selecting;

/// <summary>Selection over vectors in files. SIFT goes through large files without loading them; every other rule needs them in memory.</summary>
internal static class FileSelection
{
    private const long LargeBytes = 64L << 20;

    /// <summary>What is asked for.</summary>
    public sealed record Request(string Candidates, string Targets, ISelector Rule, SelectionOptions Options)
    {
        public string? Filter { get; init; }

        public string? State { get; init; }

        public int Threads { get; init; } = 1;
    }

    /// <summary>Selects, and tells what was read.</summary>
    public static PoolResult Run(Request request, Output output, CancellationToken cancellationToken)
    {
        using var candidates = MatrixFile.Open(request.Candidates, "candidates");
        using var targets = MatrixFile.Open(request.Targets, "targets");
        if (candidates.Dimensions != targets.Dimensions)
            throw new InvalidInputException($"{request.Targets}: expected targets as wide as the candidates ({candidates.Dimensions}), found {targets.Dimensions}.");
        var bytes = (long)candidates.Count * candidates.RowBytes;
        if (request.Rule is Sift && (bytes > LargeBytes || request.State is not null)) return Pool(request, candidates, targets.ReadAll(), output, cancellationToken);
        if (request.State is not null) throw new InvalidInputException("--state: only --method sift goes on where it was broken off; the other rules start anew.");
        var kernel = new DenseKernel(candidates.ReadAll(), targets.ReadAll(), candidates.Dimensions);
        return new PoolResult(request.Rule.Select(kernel, request.Options, cancellationToken), 1, candidates.Count);
    }

    private static PoolResult Pool(Request request, MatrixFile candidates, float[] targets, Output output, CancellationToken cancellationToken)
    {
        var state = request.State is { } path
            ? new SelectionState(path, SelectionState.Key(request.Candidates, MemoryMarshal.AsBytes<float>(targets), request.Options, request.Filter))
            : null;
        using var progress = new ProgressLine<PoolProgress>(output, Line);
        var pool = new PoolOptions { Threads = request.Threads, Progress = progress, Checkpoint = state is null ? null : state.Write, ResumeFrom = state?.Read() };
        ReadOnlyMemory<float>[] rows = [.. targets.Chunk(candidates.Dimensions).Select(row => (ReadOnlyMemory<float>)row)];
        return PoolSift.Select(candidates, rows, request.Options, pool, cancellationToken);
    }

    private static string Line(PoolProgress p) =>
        $"{p.Picks} of {p.Count} picks certain; read {p.Pass} of the pool: {100.0 * p.RowsRead / Math.Max(1, p.Rows):0} %";
}
