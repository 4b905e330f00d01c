using System.Diagnostics;
using System.Text.Json.Nodes;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Requests;

/// <summary>What a server says of its queue.</summary>
/// <param name="Queued">Jobs that wait.</param>
/// <param name="Running">Jobs that workers are at.</param>
/// <param name="Workers">Workers that could take one.</param>
internal sealed record Health(int Queued, int Running, int Workers)
{
    /// <summary>As it is now.</summary>
    public static async Task<Health> ReadAsync(HttpClient client)
    {
        var health = JsonNode.Parse(await client.GetStringAsync("/health/live"))!;
        return new Health(health["queued"]!.GetValue<int>(), health["running"]!.GetValue<int>(), health["workers"]!.GetValue<int>());
    }

    /// <summary>Waits until nothing is in hand: what clients have left stops within a step.</summary>
    /// <exception cref="BrokenPromiseException">Something stays in hand, or the worker is gone.</exception>
    public static async Task RestAsync(HttpClient client)
    {
        var clock = Stopwatch.StartNew();
        for (Health health; (health = await ReadAsync(client)) is not { Queued: 0, Running: 0, Workers: 1 }; await Task.Delay(10))
            BrokenPromiseException.Unless(clock.Elapsed < TimeSpan.FromSeconds(30), $"A slot is stuck: {health}.");
    }
}
