using System.Diagnostics;

namespace Loci.Cli.Serving;

/// <summary>This program, to be started again as a worker.</summary>
internal static class WorkerStart
{
    /// <summary>glibc gives threads heaps of their own, and each keeps the most that it ever held. A worker has a new thread for every job, and one job at a time: one heap is enough.</summary>
    private const string HeapArenas = "MALLOC_ARENA_MAX";

    public static ProcessStartInfo Of(IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The program's own path is not known.");
        var start = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(typeof(WorkerStart).Assembly.Location);
        }
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.TryAdd(HeapArenas, "1");
        return start;
    }
}
