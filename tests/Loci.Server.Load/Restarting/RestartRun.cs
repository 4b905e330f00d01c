using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Loci.Server.Load.Requests;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Restarting;

/// <summary>
/// Kills the server itself, with kill -9, while it learns and remembers: clients are left with an error, workers end by themselves, a new server is there soon, and everything whose addition was
/// acknowledged is in the memory.
/// </summary>
/// <param name="server">The server; replaced by another after each kill.</param>
/// <param name="random">Decides when it is killed.</param>
internal sealed class RestartRun(LoadServer server, Random random)
{
    private readonly ConcurrentBag<string> _acknowledged = [];
    private int _documents;

    /// <summary>Documents whose addition was acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>Requests that were answered by an error or not at all.</summary>
    public int Failed { get; private set; }

    /// <summary>The longest that a worker outlived its server.</summary>
    public TimeSpan LongestOrphan { get; private set; }

    /// <summary>The longest that a start took from the program to the first answer, loading the model included.</summary>
    public TimeSpan LongestStart { get; private set; }

    /// <summary>Kills so often.</summary>
    /// <exception cref="BrokenPromiseException">Something was lost, or stayed.</exception>
    public async Task RunAsync(int kills)
    {
        for (var i = 0; i < kills; i++) await CycleAsync(i);
        var (code, output, errors) = await server.Folder.RunAsync("memory", "check", "--memory", server.Memory);
        BrokenPromiseException.Unless(code == 0, $"The memory is damaged: {output}{errors}");
    }

    private async Task CycleAsync(int cycle)
    {
        using var client = server.Client(0);
        var workers = server.Server.Workers;
        Task<bool>[] under =
        [
            .. Enumerable.Range(0, 3).Select(lane => AskAsync(client, Posting.Completion($"Cycle {cycle}, question {lane}: the pump", 4, 100))),
            .. Enumerable.Range(0, 2).Select(_ => AddAsync(client)),
        ];
        var acknowledged = Acknowledged;
        await Condition.HoldsAsync(
            async () =>
            {
                if (under.FirstOrDefault(task => task.IsFaulted) is { } faulted) await faulted;
                return (await Health.ReadAsync(client)).Running > 0 && Acknowledged >= acknowledged + 2;
            },
            "It does not come to learn and remember.");
        await Task.Delay(random.Next(200)); // anywhere from there on
        server.Server.Process.Kill();
        var killed = Stopwatch.StartNew();
        var answers = await Task.WhenAll(under).WaitAsync(TimeSpan.FromSeconds(30));
        BrokenPromiseException.Unless(answers[..3].Any(answered => !answered), "Nobody noticed that the server was killed.");
        Failed += answers.Count(answered => !answered);
        await OrphansAsync(workers, killed);
        var start = Stopwatch.StartNew();
        await server.StartAgainAsync();
        using var again = server.Client(0);
        await PostAsync(again, "/v1/completions", Posting.Completion("The pump in hall", 1, 1));
        LongestStart = start.Elapsed > LongestStart ? start.Elapsed : LongestStart;
        await CheckAsync(again);
    }

    /// <summary>Waits for the workers of a server that is dead.</summary>
    private async Task OrphansAsync(IReadOnlyList<int> workers, Stopwatch killed)
    {
        await Condition.HoldsAsync(() => Task.FromResult(!workers.Any(Lives)), "A worker outlives its server.", TimeSpan.FromSeconds(10));
        LongestOrphan = killed.Elapsed > LongestOrphan ? killed.Elapsed : LongestOrphan;
    }

    private static bool Lives(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Remembers documents one by one until the server is gone; false, since it is.</summary>
    private async Task<bool> AddAsync(HttpClient client)
    {
        while (true)
        {
            var name = $"added/{Interlocked.Increment(ref _documents)}";
            var body = new JsonObject { ["documents"] = new JsonArray(new JsonObject { ["source"] = name, ["text"] = $"What {name} says of the pump in hall {name.Length}." }) };
            if (!await TryAsync(() => PostAsync(client, "/v1/memory/documents", body))) return false;
            _acknowledged.Add(name);
        }
    }

    private static Task<bool> AskAsync(HttpClient client, JsonObject body) => TryAsync(() => PostAsync(client, "/v1/completions", body));

    private static async Task PostAsync(HttpClient client, string path, JsonObject body)
    {
        var (status, answer) = await client.PostAsync(path, body);
        BrokenPromiseException.Unless(status == 200, $"{path} answered {status}: {answer.ToJsonString()}");
    }

    /// <summary>Whether a request was answered; false where its connection broke.</summary>
    private static async Task<bool> TryAsync(Func<Task> request)
    {
        try
        {
            await request();
            return true;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return false;
        }
    }

    /// <summary>Everything acknowledged is in the memory.</summary>
    private async Task CheckAsync(HttpClient client)
    {
        var there = (await Sources.ReadAsync(client)).ToHashSet(StringComparer.Ordinal);
        string[] lost = [.. _acknowledged.Where(name => !there.Contains(name))];
        BrokenPromiseException.Unless(lost.Length == 0, $"{lost.Length} acknowledged documents are lost: {string.Join(", ", lost.Take(5))}.");
    }
}
