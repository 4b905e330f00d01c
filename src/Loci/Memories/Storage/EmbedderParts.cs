using System.Text.Json;
using System.Text.Json.Serialization;
using Loci.Embedding;

namespace Loci.Memories.Storage;

/// <summary>The parts of an embedder as stores record them.</summary>
internal static class EmbedderParts
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>As JSON.</summary>
    public static string Write(IReadOnlyList<FeaturePart> parts) => JsonSerializer.Serialize(parts, Json);

    /// <summary>From JSON; null where it is none.</summary>
    public static IReadOnlyList<FeaturePart>? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<FeaturePart[]>(text, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Throws unless a memory was made with this embedder.</summary>
    public static void Hold(string store, MemorySettings settings, IEmbedder embedder)
    {
        if (!string.Equals(settings.Embedder, embedder.Identity, StringComparison.Ordinal))
            throw new InvalidInputException($"The memory {store} was made with the embedder '{settings.Embedder}', but '{embedder.Identity}' was given. Open it with "
                + "the embedder it was made with, turn it over to the other one ('loci memory re-embed'), or make a new memory from the same text.");
        if (!string.Equals(settings.Parts, Write(embedder.Parts), StringComparison.Ordinal))
            throw new InvalidInputException($"The memory {store} and the embedder given both say '{embedder.Identity}', but their features differ: "
                + $"{settings.Parts} in the memory, {Write(embedder.Parts)} from the embedder. Make a new memory from the same text.");
    }
}
