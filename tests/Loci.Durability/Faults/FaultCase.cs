using System.Diagnostics;
using Loci.Durability.Checking;
using Loci.Durability.Ledgers;
using Loci.Durability.Running;
using Loci.Durability.Working;

namespace Loci.Durability.Faults;

/// <summary>One run of the script with one fault, and the memory that it leaves.</summary>
internal sealed class FaultCase(FaultShim shim, string folder, TimeSpan hang)
{
    private const int Killed = 128 + 9;

    private string Memory => Path.Combine(folder, "faulted.loci");

    private string LedgerPath => Path.Combine(folder, "faulted.ledger");

    /// <summary>Runs the script without a fault; gives the calls that it makes, one line each.</summary>
    public async Task<IReadOnlyList<string>> CountAsync(CancellationToken stop)
    {
        var trace = Path.Combine(folder, "calls.txt");
        var (code, errors) = await RunScriptAsync(shim.Environment(Memory, folder, FaultMode.Count, 0, trace), stop);
        return code == FaultScript.Done
            ? await File.ReadAllLinesAsync(trace, stop)
            : throw new InvalidOperationException($"The script ended with code {code} where nothing was made to fail: {errors}");
    }

    /// <summary>Runs it with a fault and judges what came of it. The folder is deleted where all is well.</summary>
    public async Task<FaultOutcome> RunAsync(FaultMode mode, int at, CancellationToken stop)
    {
        var (code, errors) = await RunScriptAsync(shim.Environment(Memory, folder, mode, at), stop);
        var end = code switch
        {
            FaultScript.Done => "done", FaultScript.Refused => "refused", FaultScript.CannotRead => "cannot read", Killed => "killed", null => "hanging",
            FaultScript.Broken => "broken", _ => $"code {code}",
        };
        List<string> faults = IsAllowed(mode, code) ? [] : [$"the process ended as '{end}': {errors.Trim()}"];
        if (code is FaultScript.Refused or FaultScript.CannotRead && string.IsNullOrWhiteSpace(errors))
            faults.Add("the process ended without a word");
        faults.AddRange(await JudgeAsync(stop));
        if (faults.Count == 0)
            Directory.Delete(folder, recursive: true);
        return new FaultOutcome(mode, at, end, faults);
    }

    /// <summary>Errors must be told, and reading must go on; only where the process is killed may it end otherwise. Everything may go well, since not every call matters.</summary>
    private static bool IsAllowed(FaultMode mode, int? code) =>
        code == FaultScript.Done || (mode is FaultMode.Eio or FaultMode.Enospc ? code == FaultScript.Refused : code == Killed);

    private async Task<(int? Code, string Errors)> RunScriptAsync(IReadOnlyDictionary<string, string> variables, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        using var process = ChildProcess.Start(["script", "--memory", Memory, "--ledger", LedgerPath], variables);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(hang);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await errors);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, $"It took more than {hang.TotalSeconds:F0} s.");
        }
        finally
        {
            await ChildProcess.KillAsync(process);
        }
    }

    private async Task<IReadOnlyList<string>> JudgeAsync(CancellationToken stop)
    {
        try
        {
            using var ledger = File.Exists(LedgerPath) ? Ledger.Open(LedgerPath) : throw new UnreachableException("The script has not come as far as its ledger.");
            using var memory = await WrittenMemory.OpenAsync(Memory, ledger, stop);
            var findings = ContentCheck.Run(memory.Memory, ledger.State, stop: stop);
            if (findings.Faults.Count > 0 || (ledger.State.Pending is not null && findings.Happened is null))
                return findings.Faults;
            if (findings.Happened is { } happened)
                (happened ? (Action)ledger.Done : ledger.Undone)();
            return await GoOnAsync(memory, stop);
        }
        catch (InvalidInputException error)
        {
            return [error.Message];
        }
    }

    /// <summary>The memory must be as good as any other: sound, level with its index, and open to changes.</summary>
    private async Task<IReadOnlyList<string>> GoOnAsync(WrittenMemory memory, CancellationToken stop)
    {
        await memory.DoAsync(Operation.Add(memory.State.Next, memory.State.Next + 1), stop);
        await memory.DoAsync(Operation.Forget([memory.State.Live.Min()]), stop);
        List<string> faults = [.. ContentCheck.Run(memory.Memory, memory.State, stop: stop).Faults];
        memory.Dispose();
        faults.AddRange(await DatabaseCheck.RunAsync(Memory, stop));
        faults.AddRange(await IndexCheck.RunAsync(Memory, Path.Combine(folder, "rebuilt.loci"), 1, stop));
        return faults;
    }
}
