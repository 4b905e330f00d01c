using System.Diagnostics;
using Loci.Fuzzing.Targets;
using TorchSharp;

namespace Loci.Fuzzing.Running;

/// <summary>
/// What every reader promises of every file: it returns or throws <see cref="InvalidInputException"/> and nothing else, in time, without allocating more
/// than the size of the folder allows, and without leaving a tensor behind.
/// </summary>
/// <param name="limits">What reading may cost.</param>
internal sealed class Contract(Limits limits)
{
    /// <summary>Reads a folder and judges it. Costs over a limit are measured again, since another process may have caused them.</summary>
    /// <param name="target">Who reads.</param>
    /// <param name="folder">What.</param>
    /// <param name="size">Bytes of the folder's files.</param>
    public Outcome Check(FuzzTarget target, string folder, long size)
    {
        Outcome outcome = Measure(target, folder);
        if (outcome.Fault is null && Cost(target, outcome, size) is not null)
        {
            outcome = Measure(target, folder);
        }

        return outcome with { Fault = outcome.Fault ?? Cost(target, outcome, size) };
    }

    private Outcome Measure(FuzzTarget target, string folder)
    {
        long resident = limits.WatchesResident ? ResidentPeak.Reset() : 0, tensors = LiveTensors, allocated = GC.GetAllocatedBytesForCurrentThread(), started = Stopwatch.GetTimestamp();
        (bool accepted, string? fault) = Read(target, folder);
        double elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        resident = limits.WatchesResident ? ResidentPeak.Read() - resident : 0;
        return new Outcome(accepted, elapsed, allocated, resident, fault ?? (LiveTensors == tensors ? null : $"left {LiveTensors - tensors} tensors behind"));
    }

    private static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private static (bool Accepted, string? Fault) Read(FuzzTarget target, string folder)
    {
        try
        {
            target.Read(folder);
            return (true, null);
        }
        catch (InvalidInputException)
        {
            return (false, null);
        }
#pragma warning disable CA1031 // any other exception is what is looked for
        catch (Exception error)
#pragma warning restore CA1031
        {
            return (false, error.ToString());
        }
    }

    private string? Cost(FuzzTarget target, Outcome outcome, long size)
    {
        long managed = target.Room + target.Factor * size, resident = limits.ResidentRoom + target.Factor * size;
        return outcome.Milliseconds > limits.Time.TotalMilliseconds ? $"took {outcome.Milliseconds:F0} ms, of at most {limits.Time.TotalMilliseconds:F0}"
            : outcome.Allocated > managed ? $"allocated {outcome.Allocated} bytes for a folder of {size}, of at most {managed}"
            : outcome.Resident > resident ? $"raised resident memory by {outcome.Resident} bytes for a folder of {size}, of at most {resident}"
            : null;
    }
}
