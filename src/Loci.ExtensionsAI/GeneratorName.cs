using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI;

/// <summary>Names a generator by its metadata, so that a memory can tell whether it is opened with the one it was made with.</summary>
internal static class GeneratorName
{
    /// <summary><c>generator/1:provider:model@endpoint</c>; the endpoint, if any, without user, query and fragment, where secrets may stand.</summary>
    /// <exception cref="InvalidInputException">The generator does not say which model it asks.</exception>
    public static string Of(EmbeddingGeneratorMetadata? metadata, EmbeddingGenerationOptions? generation)
    {
        var model = generation?.ModelId ?? metadata?.DefaultModelId;
        if (string.IsNullOrWhiteSpace(model))
            throw new InvalidInputException("Expected a generator whose metadata name its model, found one that does not, so that no memory could tell it from another. "
                + $"Give {nameof(GeneratorEmbedderOptions)}.{nameof(GeneratorEmbedderOptions.Name)}.");
        var provider = string.IsNullOrWhiteSpace(metadata?.ProviderName) ? "unnamed" : metadata.ProviderName;
        return $"generator/1:{provider}:{model}{Endpoint(metadata?.ProviderUri)}";
    }

    private static string Endpoint(Uri? address) => address is { IsAbsoluteUri: true }
        ? "@" + address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/')
        : "";
}
