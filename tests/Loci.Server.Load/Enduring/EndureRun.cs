using Loci.Server.Load.Requests;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Enduring;

/// <summary>Many requests, with half of which something goes wrong: the server answers on, keeps no slot, and its memory stays flat.</summary>
/// <param name="server">The server, with one worker.</param>
/// <param name="random">Decides what is left to chance.</param>
internal sealed class EndureRun(LoadServer server, Random random)
{
    private static readonly Trouble[] Mix =
    [
        Trouble.None, Trouble.None, Trouble.None, Trouble.None, Trouble.None, Trouble.LeavesAfterStep, Trouble.LeavesAnyTime, Trouble.Deadline, Trouble.NotFinite, Trouble.Throws,
    ];

    private readonly SortedDictionary<string, int> _ends = new(StringComparer.Ordinal);

    /// <summary>How many requests ended in which way.</summary>
    public IReadOnlyDictionary<string, int> Ends => _ends;

    /// <summary>Resident bytes of server and worker after the warm-up, and at the end.</summary>
    public ((long Server, long Workers) Before, (long Server, long Workers) After) Resident { get; private set; }

    /// <summary>The longest that a killed worker's server took to answer again.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>Runs.</summary>
    /// <param name="requests">How many requests.</param>
    /// <param name="kills">How many workers are killed on the way; the last stretch is without, so that memory can be compared.</param>
    /// <param name="warmUp">Requests before memory is first measured, of the same mix: what fifty chunks need is there then.</param>
    /// <exception cref="BrokenPromiseException">A request did not end as it should, or something stays of one.</exception>
    public async Task RunAsync(int requests, int kills, int warmUp)
    {
        using var client = server.Client(0);
        var asking = new TroubledRequests(server, client, random);
        var first = await FirstAsync(client);
        for (var i = 1; i <= warmUp; i++) await asking.AskAsync(-i, Mix[i % Mix.Length]);
        await Health.RestAsync(client);
        var before = server.Server.Resident();
        var killAt = Enumerable.Range(1, kills).Select(kill => kill * requests / (kills + 2)).ToHashSet();
        for (var i = 0; i < requests; i++)
        {
            var end = await asking.AskAsync(i, killAt.Contains(i) ? Trouble.Killed : Mix[i % Mix.Length]);
            _ends[end] = _ends.GetValueOrDefault(end) + 1;
        }
        await Health.RestAsync(client);
        (Resident, LongestGap) = ((before, server.Server.Resident()), asking.LongestGap);
        BrokenPromiseException.Unless(await FirstAsync(client) == first, "An answer changed.");
    }

    private static async Task<string> FirstAsync(HttpClient client) => Posting.Essence((await client.PostAsync("/v1/completions", Posting.Completion("The pump in hall", 4, 2))).Body);
}
