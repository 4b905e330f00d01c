using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Loci.Server.Engines;

namespace Loci.Server.Scheduling;

/// <summary>Names a job by everything that decides its result: the weights, the tenant, and all that is asked. Equal names, equal answers.</summary>
internal static class JobHash
{
    public static string Of(string baseHash, string tenant, EngineJob job)
    {
        var text = JsonSerializer.Serialize(job, EngineJson.Default.EngineJob);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{baseHash}\n{tenant.Length}\n{tenant}\n{text}")));
    }
}
