using System.CommandLine;
using System.Diagnostics;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Pools;
using Loci.Selection.Rules;
using Loci.Tensors;

namespace Loci.Benchmarks.Commands;

/// <summary><c>pool</c>: selects from a pool on disk, counts its reads, and holds a slice of it to the rule over rows in memory.</summary>
internal static class PoolCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--folder") { Description = "Where pool.npy is kept, or made if missing (3 GB by default).", Required = true };
        var rows = new Option<int>("--rows") { Description = "M, rows of the pool.", DefaultValueFactory = _ => 1_000_000 };
        var dimensions = new Option<int>("--dimensions") { Description = "d.", DefaultValueFactory = _ => 768 };
        var targets = new Option<int>("--targets") { Description = "m.", DefaultValueFactory = _ => 10 };
        var count = new Option<int>("--count") { Description = "N, picks.", DefaultValueFactory = _ => 100 };
        var slice = new Option<int>("--slice") { Description = "Rows at the beginning that are also selected from in memory, and must give the same picks.", DefaultValueFactory = _ => 20_000 };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "One JSON document." };
        var command = new Command("pool", "Select from a pool on disk: reads, seconds, memory.") { folder, rows, dimensions, targets, count, slice, threads, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (size, width, options) = (parsed.GetValue(rows), parsed.GetValue(dimensions), new SelectionOptions { Count = parsed.GetValue(count), Noise = 0.1 });
            var pool = new PoolOptions { Threads = parsed.GetValue(threads) };
            using MatrixFile file = Open(parsed.GetRequiredValue(folder), size, width, cancellationToken);
            float[] aims = SyntheticPool.Targets(parsed.GetValue(targets), width);
            long began = Stopwatch.GetTimestamp();
            TimeSpan busy = Environment.CpuUsage.TotalTime;
            PoolResult result = PoolSift.Select(file, Rows(aims, width), options, pool, cancellationToken);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds, processor = (Environment.CpuUsage.TotalTime - busy).TotalSeconds;
            double resident = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
            bool same = Agrees(Math.Min(size, parsed.GetValue(slice)), width, aims, options, pool, cancellationToken);
            double gigabytes = result.RowsRead * (double)file.RowBytes / 1e9 / seconds, share = gigabytes / MachineFloor.Here.GigabytesPerSecond;
            Report.Say(
                parsed.GetValue(json),
                new { Rows = size, Dimensions = width, options.Count, result.Passes, result.RowsRead, Seconds = seconds, ProcessorSeconds = processor, PeakMegabytes = resident, GigabytesPerSecond = gigabytes, ShareOfBandwidth = share, SameAsInMemory = same },
                $"{size} × {width}, m = {parsed.GetValue(targets)}, N = {options.Count}: {result.Passes} full reads, {seconds:0.0} s ({processor:0.0} processor seconds), at most {resident:0} MB resident, "
                + $"{gigabytes:0.00} GB/s or {100 * share:0.0} % of one core's memory bandwidth; the slice in memory gives {(same ? "the same picks" : "OTHER PICKS")}");
            return Task.FromResult(same ? 0 : 1);
        });
        return command;
    }

    private static MatrixFile Open(string folder, int rows, int dimensions, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"pool-{rows}x{dimensions}.npy");
        if (!File.Exists(path))
        {
            NpyFile.Write(path, new SyntheticPool(rows, dimensions), cancellationToken);
        }
        return MatrixFile.Open(path, "pool");
    }

    /// <summary>Whether the way through a file gives the picks of the rule over the same rows in memory.</summary>
    private static bool Agrees(int rows, int dimensions, float[] targets, SelectionOptions options, PoolOptions pool, CancellationToken cancellationToken)
    {
        var slice = new SyntheticPool(rows, dimensions);
        var values = new float[rows * dimensions];
        slice.Read(0, values);
        int[] inMemory = new Sift().Select(new DenseKernel(values, targets, dimensions), options, cancellationToken).Indices;
        return PoolSift.Select(slice, Rows(targets, dimensions), options, pool, cancellationToken).Selection.Indices.SequenceEqual(inMemory);
    }

    private static ReadOnlyMemory<float>[] Rows(float[] values, int dimensions) => [.. values.Chunk(dimensions).Select(row => (ReadOnlyMemory<float>)row)];
}
