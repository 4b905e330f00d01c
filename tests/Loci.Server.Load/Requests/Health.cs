using System.Text.Json.Nodes;

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
}
