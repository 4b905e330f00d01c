using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>What a search found.</summary>
/// <param name="Data">The chunks, best first.</param>
/// <param name="MemorySnapshot">Which state of the memory was read.</param>
/// <param name="Object"><c>list</c>.</param>
public sealed record MemorySearchReply(IReadOnlyList<MemoryHit> Data, [property: JsonPropertyName("memory_snapshot")] string? MemorySnapshot = null, string Object = "list");
