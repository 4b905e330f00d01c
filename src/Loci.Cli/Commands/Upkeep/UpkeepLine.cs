using Loci.Cli.Hosting;
using Loci.Memories.Upkeep;

namespace Loci.Cli.Commands.Upkeep;

/// <summary>Progress of looking after a memory.</summary>
internal static class UpkeepLine
{
    public static ProgressLine<UpkeepProgress> On(Output output) => new(output, p => p switch
    {
        { Total: > 0 } => $"{p.Stage}: {p.Done} of {p.Total}",
        { Done: > 0 } => $"{p.Stage}: {p.Done}",
        _ => p.Stage,
    });
}
