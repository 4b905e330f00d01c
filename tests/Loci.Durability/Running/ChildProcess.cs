using System.Diagnostics;

namespace Loci.Durability.Running;

/// <summary>This program as a process of its own, which may be killed.</summary>
internal static class ChildProcess
{
    /// <summary>Starts it; its output and its errors are to be read.</summary>
    public static Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in (string[])["exec", typeof(ChildProcess).Assembly.Location, .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }

    /// <summary>Kills a process that has not ended, without a chance to tidy up, and waits until it is gone.</summary>
    public static async Task KillAsync(Process process)
    {
        process.Kill(); // SIGKILL on Unix
        await process.WaitForExitAsync();
    }
}
