using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A search in the memory.</summary>
/// <param name="Query">What to look for.</param>
/// <param name="Count">How many chunks at most; 10 where it is left out.</param>
/// <param name="SourcePrefix">What the documents' sources begin with.</param>
public sealed record MemorySearchRequest(string? Query = null, int? Count = null, [property: JsonPropertyName("source_prefix")] string? SourcePrefix = null);
