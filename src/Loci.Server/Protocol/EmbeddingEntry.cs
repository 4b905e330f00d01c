using System.Text.Json;

namespace Loci.Server.Protocol;

/// <summary>An embedded text.</summary>
/// <param name="Index">Which text.</param>
/// <param name="Embedding">Its vector, of length 1: numbers, or base64.</param>
/// <param name="Object"><c>embedding</c>.</param>
public sealed record EmbeddingEntry(int Index, JsonElement Embedding, string Object = "embedding");
