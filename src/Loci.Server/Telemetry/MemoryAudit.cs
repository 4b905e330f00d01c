using Microsoft.Extensions.Logging;

namespace Loci.Server.Telemetry;

/// <summary>The audit log: who changed the memory, and how. A category of its own, so that it can be kept apart; texts are not in it.</summary>
internal sealed partial class MemoryAudit(ILogger<MemoryAudit> log)
{
    /// <summary>Documents were added.</summary>
    public void Added(string tenant, int documents, int known, IReadOnlyList<string> sources) => Added(log, tenant, documents, known, string.Join(", ", sources.Take(20)));

    /// <summary>Documents were forgotten.</summary>
    public void Forgot(string tenant, int documents, string what) => Forgot(log, tenant, documents, what);

    [LoggerMessage(5101, LogLevel.Information, "Memory of '{Tenant}': {Documents} documents added, {Known} known already, from {Sources}")]
    private static partial void Added(ILogger log, string tenant, int documents, int known, string sources);

    [LoggerMessage(5102, LogLevel.Information, "Memory of '{Tenant}': {Documents} documents forgotten, by {What}")]
    private static partial void Forgot(ILogger log, string tenant, int documents, string what);
}
