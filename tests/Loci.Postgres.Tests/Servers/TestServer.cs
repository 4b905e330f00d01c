using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Loci.Postgres.Tests.Servers;

/// <summary>A database server of its own for the tests, on a free port of this machine.</summary>
public abstract class TestServer : IAsyncLifetime
{
    /// <summary>Why there is none; null where it runs.</summary>
    public string? Missing { get; private set; }

    /// <summary>Where it listens.</summary>
    public int Port { get; } = FreePort();

    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("loci-server-");

    /// <summary>The address of a memory on it; skips the test where it does not run.</summary>
    public string Address(string memory, int? port = null)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return FormattableString.Invariant($"postgres://postgres:geheim%40x@127.0.0.1:{port ?? Port}/postgres?memory={memory}&sslmode=disable&Maximum%20Pool%20Size=4");
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            Missing = await StartAsync();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            Missing = $"The server did not start: {e.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder.FullName, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts it; says why it cannot be started where something is not installed.</summary>
    protected abstract Task<string?> StartAsync();

    protected abstract Task StopAsync();

    /// <summary>Runs a program and gives its exit code and output.</summary>
    protected static async Task<(int Code, string Output)> RunAsync(string program, string? folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "/" })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Starts a program that stays, and waits until it says that it is ready.</summary>
    protected static async Task<Process> StartAsync(string program, string folder, string ready, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder })!;
        var (said, isReady) = (new StringBuilder(), new TaskCompletionSource());
        void Hear(object sender, DataReceivedEventArgs line)
        {
            lock (said)
                said.AppendLine(line.Data);
            if (line.Data?.Contains(ready, StringComparison.OrdinalIgnoreCase) == true)
                isReady.TrySetResult();
        }

        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (await Task.WhenAny(isReady.Task, process.WaitForExitAsync(), Task.Delay(TimeSpan.FromMinutes(2))) == isReady.Task)
            return process;
        process.Kill();
        lock (said)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} did not get ready: {said}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
