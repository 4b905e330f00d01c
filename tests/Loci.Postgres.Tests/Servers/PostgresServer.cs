using System.Diagnostics;
using System.Globalization;

namespace Loci.Postgres.Tests.Servers;

/// <summary>PostgreSQL as the system has it installed, without pgvector: real durability and isolation. It refuses to run as root, and runs as nobody then.</summary>
public sealed class PostgresServer : TestServer
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private string Data => Path.Combine(Folder.FullName, "data");

    /// <summary>Ends the server as a power cut would, but for the disk: no process of it gets to say a word.</summary>
    public void Kill()
    {
        var main = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        int[] children = [.. File.ReadAllText($"/proc/{main}/task/{main}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        foreach (var id in (int[])[main, .. children])
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // It ended by itself meanwhile.
            }
        }
    }

    /// <summary>Starts it again on the same data.</summary>
    public async Task RestartAsync()
    {
        var (code, output) = await ToolAsync("pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(Folder.FullName, "log"), "start", "-o",
            $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={Folder.FullName}");
        if (code != 0)
            throw new InvalidOperationException(output);
    }

    /// <summary>Ends it in an orderly way.</summary>
    public async Task ShutDownAsync() => await ToolAsync("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");

    protected override async Task<string?> StartAsync()
    {
        if (Programs is null)
            return "PostgreSQL is not installed (apt-get install postgresql-15).";
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", null, "nobody", Folder.FullName);
        var (code, output) = await ToolAsync("initdb", "-D", Data, "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync", "--auth=trust");
        if (code != 0)
            return output;
        await RestartAsync();
        return null;
    }

    protected override async Task StopAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await ToolAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
    }

    private static Task<(int Code, string Output)> ToolAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", null, ["-u", "nobody", "--", path, .. arguments]) : RunAsync(path, null, arguments);
    }
}
