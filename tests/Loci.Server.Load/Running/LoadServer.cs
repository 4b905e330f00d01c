using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Loci.Server.Load.Running;

/// <summary>A real server over a memory with two tenants, in a folder that is gone when it ends.</summary>
internal sealed partial class LoadServer : IAsyncDisposable
{
    /// <summary>The keys of tenants alpha and beta.</summary>
    public static readonly string[] Keys = ["alpha-key-0123456789", "beta-key-0123456789ab"];

    /// <summary>What only tenant alpha's memory holds.</summary>
    public const string Canary = "the canary sings zq7Kx93vTe4Lm0pW in the mine";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-server-load-");
    private readonly ConcurrentQueue<string> _log = new();
    private Process _process = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The server's own process.</summary>
    public Process Process => _process;

    /// <summary>The newest process of each worker.</summary>
    public IReadOnlyCollection<int> Workers
    {
        get
        {
            var newest = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var line in _log)
            {
                if (ReadyLine().Match(line) is { Success: true } match) newest[match.Groups["number"].Value] = int.Parse(match.Groups["process"].ValueSpan, CultureInfo.InvariantCulture);
            }
            return newest.Values;
        }
    }

    /// <summary>Makes the memory and starts a server.</summary>
    public static async Task<LoadServer> StartAsync(params string[] arguments)
    {
        var server = new LoadServer();
        await server.RememberAsync("alpha", [.. Enumerable.Range(0, 40).Select(i => $"The pump in hall {i} was replaced in week {i + 3}; its pressure is {i * 2 + 10} bar, and whoever finds a leak closes valve {i}."), Canary]);
        await server.RememberAsync("beta", [.. Enumerable.Range(0, 40).Select(i => $"In bed {i} of the garden grow tomatoes and beans, watered every {i + 2} days from butt {i} and sown again in spring.")]);
        File.WriteAllLines(server.At("keys.txt"), [$"alpha={Keys[0]}", $"beta={Keys[1]}"]);
        server._process = server.Start(["serve", "--json", "--port", "0", "--memory", server.At("load.loci"), "--api-key-file", server.At("keys.txt"), "--threads", "1", "--queue", "1000", "--per-key", "1000", .. arguments]);
        var process = server._process;
        _ = Task.Run(async () =>
        {
            while (await process.StandardError.ReadLineAsync() is { } line) server._log.Enqueue(line);
        });
        var json = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            json.AppendLine(line);
            if (line == "}") break;
        }
        BrokenPromiseException.Unless(json.Length > 0, $"The server did not start: {string.Join('\n', server._log)}");
        server.Address = new Uri(JsonNode.Parse(json.ToString())!["url"]!.GetValue<string>());
        return server;
    }

    /// <summary>A client of a tenant.</summary>
    public HttpClient Client(int tenant)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Keys[tenant]);
        return client;
    }

    /// <summary>Resident bytes of the server and its workers.</summary>
    public long Resident()
    {
        long total = 0;
        foreach (var id in Workers.Append(_process.Id))
        {
            using var process = Process.GetProcessById(id);
            total += process.WorkingSet64;
        }
        return total;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _folder.FullName, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "Loci.Cli.dll"), .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["LOCI_HOME"] = At("home");
        return Process.Start(start) ?? throw new BrokenPromiseException("The program did not start.");
    }

    private async Task RememberAsync(string tenant, string[] texts)
    {
        var folder = Directory.CreateDirectory(At(tenant)).FullName;
        for (var i = 0; i < texts.Length; i++) File.WriteAllText(Path.Combine(folder, $"{i:00}.txt"), texts[i]);
        using var process = Start(["remember", folder, "--memory", At("load.loci"), "--tenant", tenant]);
        await process.WaitForExitAsync();
        BrokenPromiseException.Unless(process.ExitCode == 0, "The memory was not made.");
    }

    [GeneratedRegex("Worker (?<number>[0-9]+) is ready: process (?<process>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadyLine();
}
