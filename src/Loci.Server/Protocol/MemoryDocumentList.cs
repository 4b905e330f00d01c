using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>Documents of the memory, in the order they were added.</summary>
/// <param name="Data">The documents.</param>
/// <param name="HasMore">Whether others follow: ask again with <c>after</c> the last id.</param>
/// <param name="Object"><c>list</c>.</param>
public sealed record MemoryDocumentList(IReadOnlyList<MemoryDocumentEntry> Data, [property: JsonPropertyName("has_more")] bool HasMore, string Object = "list");
