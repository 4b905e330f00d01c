using System.CommandLine;

namespace Loci.Benchmarks.Commands;

/// <summary><c>floor</c>: measures what one core can do at best, and what that means for selections of the usual sizes.</summary>
internal static class FloorCommand
{
    private static readonly int[] Sizes = [200, 1000, 5000];

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON document." };
        var command = new Command("floor", "Measure one core's float64 peak and memory bandwidth.") { json };
        command.SetAction(parsed =>
        {
            MachineFloor floor = MachineFloor.Here;
            var sizes = Sizes.Select(candidates => new SelectionSize(SelectionBenchmarks.Count, candidates, SelectionBenchmarks.Dimensions))
                .Select(size => new { size.Count, size.Candidates, size.Dimensions, FloorMilliseconds = 1e3 * floor.Seconds(size), RowMegabytes = size.RowBytes / 1e6 }).ToArray();
            Report.Say(
                parsed.GetValue(json),
                new { floor.Gigaflops, floor.GigabytesPerSecond, Sizes = sizes },
                $"one core: {floor.Gigaflops:0.0} Gflop/s in float64, {floor.GigabytesPerSecond:0.0} GB/s from memory\n"
                + string.Join('\n', sizes.Select(size => $"K = {size.Candidates,5}, N = {size.Count}, d = {size.Dimensions}: at least {size.FloorMilliseconds:0.00} ms; the rows, read once for each pick, are {size.RowMegabytes:0} MB")));
        });
        return command;
    }
}
