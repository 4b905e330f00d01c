using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>Documents to forget: those that meet every condition given, of which there must be one.</summary>
/// <param name="Ids">Their numbers.</param>
/// <param name="Sources">Their sources, any of these.</param>
/// <param name="SourcePrefix">What their source begins with.</param>
/// <param name="Meta">Entries that their metadata has.</param>
public sealed record MemoryForgetRequest(
    IReadOnlyList<long>? Ids = null, IReadOnlyList<string>? Sources = null, [property: JsonPropertyName("source_prefix")] string? SourcePrefix = null, IReadOnlyDictionary<string, string>? Meta = null);
