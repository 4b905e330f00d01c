using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;

namespace Loci.Benchmarks;

/// <summary>Puts beside each time what the machine allows at best: see <see cref="MachineFloor"/>.</summary>
public sealed class FloorConfig : ManualConfig
{
    public FloorConfig()
    {
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(StatisticColumn.Median);
        AddColumn(new FloorColumn("Floor ms", "2·N·K·d operations at the float64 peak of one core, measured here", (size, _) => 1e3 * MachineFloor.Here.Seconds(size)));
        AddColumn(new FloorColumn("Median/Floor", "Median as a multiple of the floor", (size, median) => median / MachineFloor.Here.Seconds(size)));
        AddColumn(new FloorColumn("Rows MB", "4·N·K·d bytes: the rows, read once for each pick", (size, _) => size.RowBytes / 1e6));
    }
}
