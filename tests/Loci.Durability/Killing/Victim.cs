using System.Globalization;
using Loci.Durability.Running;
using Loci.Durability.Working;

namespace Loci.Durability.Killing;

/// <summary>A writer that is started in order to be killed.</summary>
internal static class Victim
{
    private const int ShortestDelay = 5, LongestDelay = 400;

    /// <summary>Starts a writer and kills it: mostly 5 to 400 ms after its first acknowledgement, one time in seven at any moment of its start.</summary>
    /// <returns>What the writer said against it: it must not end by itself. Null where it was killed.</returns>
    public static async Task<string?> RunAsync(string memory, string ledger, WorkerOptions options, Random random, CancellationToken stop)
    {
        using var process = ChildProcess.Start(
        [
            "worker", "--memory", memory, "--ledger", ledger, "--seed", Number(options.Seed), "--documents", Number(options.Documents), "--base", Number(options.Base),
            "--largest-batch", Number(options.LargestBatch),
        ]);
        var errors = process.StandardError.ReadToEndAsync(stop);
        try
        {
            var early = random.Next(7) == 0;
            if (!early)
                await WaitForAsync(process.StandardOutput, Worker.Acknowledged, stop);
            var delay = TimeSpan.FromMilliseconds(random.Next(ShortestDelay, LongestDelay));
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
            ended.CancelAfter(delay);
            await process.WaitForExitAsync(ended.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            stop.ThrowIfCancellationRequested();
            return process.HasExited ? $"the writer ended by itself, with code {process.ExitCode}: {await errors}" : null;
        }
        finally
        {
            await ChildProcess.KillAsync(process);
        }
    }

    private static async Task WaitForAsync(StreamReader output, string line, CancellationToken stop)
    {
        while (await output.ReadLineAsync(stop) is { } said && said != line) { }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
