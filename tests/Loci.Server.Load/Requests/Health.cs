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
    public static Task RestAsync(HttpClient client) =>
        Condition.HoldsAsync(async () => await ReadAsync(client) is { Queued: 0, Running: 0, Workers: 1 }, "A slot is stuck, or the worker gone.");

    /// <summary>Waits until a worker is at a job.</summary>
    /// <exception cref="BrokenPromiseException">None takes one.</exception>
    public static Task BusyAsync(HttpClient client) => Condition.HoldsAsync(async () => (await ReadAsync(client)).Running > 0, "No worker takes the job.");

    /// <summary>Waits until a job waits for a worker.</summary>
    /// <exception cref="BrokenPromiseException">None does.</exception>
    public static Task WaitedForAsync(HttpClient client) => Condition.HoldsAsync(async () => (await ReadAsync(client)).Queued > 0, "No job is queued.");
}
