using System.Diagnostics;
using Loci.Server.Load.Requests;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Naming;

/// <summary>Hostile names in every place that takes one: refused in OpenAI's shape or taken as they are, never believed, never 500, never without an end.</summary>
/// <param name="server">The server.</param>
/// <param name="names">The names.</param>
internal sealed class NamesRun(LoadServer server, IReadOnlyList<string> names)
{
    private const string Secret = "qv81-the-secret-beside-the-memory-zzx";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _statuses = new(StringComparer.Ordinal);

    /// <summary>How many answers had which status; <c>closed</c> are connections that ended without one, since what was sent was no HTTP.</summary>
    public IReadOnlyDictionary<string, int> Statuses => _statuses;

    /// <summary>The longest that an answer took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Sends all names to all places.</summary>
    /// <exception cref="BrokenPromiseException">A name did something.</exception>
    public async Task RunAsync()
    {
        server.Folder.Write("secret.txt", Secret);
        server.Folder.Write("model.safetensors", Secret);
        using var client = server.Client(0);
        var before = FolderState.Of(server.Folder, server.Memory);
        foreach (var name in names)
        {
            foreach (var place in NamePlaces.All) await AskAsync(client, place, name);
            foreach (var place in RawPlace.All) await SendAsync(place, name);
        }
        BrokenPromiseException.Unless(before.Allows(FolderState.Of(server.Folder, server.Memory), names), "A name reached a file outside of the memory.");
        await CheckSourcesAsync(client);
        var (code, output, errors) = await server.Folder.RunAsync("memory", "check", "--memory", server.Memory);
        BrokenPromiseException.Unless(code == 0, $"The memory is damaged: {output}{errors}");
    }

    private async Task AskAsync(HttpClient client, NamePlace place, string name)
    {
        using var request = place.Request(name);
        using var stop = new CancellationTokenSource(Patience);
        var began = Stopwatch.GetTimestamp();
        using var response = await client.SendAsync(request, stop.Token);
        var text = await response.Content.ReadAsStringAsync(stop.Token);
        var status = (int)response.StatusCode;
        Note(place.What, name, status, text, Stopwatch.GetElapsedTime(began), place.MayTake || request.RequestUri!.OriginalString.EndsWith("/.", StringComparison.Ordinal));
        if (place == NamePlaces.Source && response.IsSuccessStatusCode) _taken.Add(name);
        // Kestrel itself refuses an address with %00 in it, or one of more than 8 KiB, before anything of ours is asked
        var unread = request.Content is null && text.Length == 0 && (status == 414 || (status == 400 && name.Contains('\0', StringComparison.Ordinal)));
        if (status >= 400 && !unread) BrokenPromiseException.Unless(Posting.IsError(text), $"{place.What} answered {status} without an error to '{name}': {text}");
    }

    private async Task SendAsync(RawPlace place, string name)
    {
        using var stop = new CancellationTokenSource(Patience);
        var began = Stopwatch.GetTimestamp();
        var (status, answer) = await place.SendAsync(server.Server.Address, name, LoadServer.Keys[0], stop.Token);
        Note(place.What, name, status, answer, Stopwatch.GetElapsedTime(began), mayTake: true);
        BrokenPromiseException.Unless(!answer.Contains("\nSet-Cookie:", StringComparison.OrdinalIgnoreCase) && !answer.Contains("\nX-Injected:", StringComparison.OrdinalIgnoreCase), $"{place.What}: '{name}' became a header.");
    }

    private void Note(string what, string name, int status, string text, TimeSpan took, bool mayTake)
    {
        BrokenPromiseException.Unless(status is 0 or (>= 200 and < 300) or (>= 400 and < 500), $"{what} answered {status} to '{name}': {text}");
        BrokenPromiseException.Unless(mayTake || status >= 400, $"{what} took '{name}' with {status}: {text}");
        BrokenPromiseException.Unless(!text.Contains(Secret, StringComparison.Ordinal) && (status < 400 || !text.Contains(server.Folder.At(), StringComparison.Ordinal)), $"{what} told '{name}' what it must not: {text}");
        var key = status == 0 ? "closed" : $"{status}";
        _statuses[key] = _statuses.GetValueOrDefault(key) + 1;
        Slowest = took > Slowest ? took : Slowest;
    }

    /// <summary>What was taken as a document's source is that, to the letter.</summary>
    private async Task CheckSourcesAsync(HttpClient client)
    {
        var sources = (await Sources.ReadAsync(client)).ToHashSet(StringComparer.Ordinal);
        BrokenPromiseException.Unless(_taken.Count > 0, "No source was taken.");
        foreach (var name in _taken)
            BrokenPromiseException.Unless(sources.Contains(name), $"The source '{name}' was taken, and is not there as it was given.");
    }
}
