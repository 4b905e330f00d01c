using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Loci.Server.Load.Requests;

namespace Loci.Server.Load.Running;

/// <summary>A real <c>loci serve</c>, on a free port.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Task _logging;

    private ServerProcess(Process process)
    {
        _process = process;
        _logging = Task.Run(async () =>
        {
            while (await process.StandardError.ReadLineAsync() is { } line) _log.Enqueue(line);
        });
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it has logged.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    /// <summary>The process.</summary>
    public Process Process => _process;

    /// <summary>The process of the worker that was started last.</summary>
    public int Worker => Starts().Last().Process;

    /// <summary>The newest process of each worker.</summary>
    public IReadOnlyList<int> Workers => [.. Starts().GroupBy(start => start.Number).Select(starts => starts.Last().Process)];

    /// <summary>Starts a server and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(LociFolder folder, params IEnumerable<string> arguments)
    {
        var server = new ServerProcess(Process.Start(folder.StartInfo(["serve", "--json", "--port", "0", "--threads", "1", .. arguments]))!);
        var json = new StringBuilder();
        while (await server._process.StandardOutput.ReadLineAsync() is { } line)
        {
            json.AppendLine(line);
            if (line == "}") break;
        }
        if (json.Length == 0)
        {
            await server._logging;
            throw new BrokenPromiseException($"The server did not start: {string.Join('\n', server.Log)}");
        }
        server.Address = new Uri(JsonNode.Parse(json.ToString())!["url"]!.GetValue<string>());
        await server.LoggedAsync(ReadyLine().IsMatch); // what it logs may come later than what it prints
        return server;
    }

    /// <summary>A client with a key.</summary>
    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Waits for a condition on the log.</summary>
    /// <exception cref="BrokenPromiseException">It is never logged.</exception>
    public Task LoggedAsync(Func<string, bool> line) => Condition.HoldsAsync(() => Task.FromResult(_log.Any(line)), "The log never said it.");

    /// <summary>Resident bytes of the server, and of its workers together.</summary>
    public (long Server, long Workers) Resident() => (ResidentOf(_process.Id), Workers.Sum(ResidentOf));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _logging;
        _process.Dispose();
    }

    private static long ResidentOf(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.WorkingSet64;
    }

    private IEnumerable<(string Number, int Process)> Starts() => _log.Select(line => ReadyLine().Match(line)).Where(match => match.Success)
        .Select(match => (match.Groups["number"].Value, int.Parse(match.Groups["process"].ValueSpan, CultureInfo.InvariantCulture)));

    [GeneratedRegex("Worker (?<number>[0-9]+) is ready: process (?<process>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadyLine();
}
