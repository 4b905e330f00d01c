using Loci.Models;
using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI;

/// <summary>
/// What one call of a <see cref="LocalChatClient"/> runs with. It reaches the client through <see cref="ChatOptions.RawRepresentationFactory"/>, which every client in between hands on, so that
/// an adapted model reaches its own call and no other, whatever lies between.
/// </summary>
/// <param name="Model">The model that answers in place of the client's own; null for that.</param>
/// <param name="Generation">How the answer is drawn where the call's other options do not say; null for the client's default.</param>
internal sealed record LocalCall(ILanguageModel? Model, GenerationOptions? Generation)
{
    /// <summary>What the options hold for a client.</summary>
    public static LocalCall Of(ChatOptions? options, LocalChatClient client) => options?.RawRepresentationFactory?.Invoke(client) switch
    {
        LocalCall call => call,
        GenerationOptions generation => new LocalCall(null, generation),
        _ => new LocalCall(null, null), // meant for a client of another kind
    };

    /// <summary>The options with an adapted model for one client; what they held for it and for others stays.</summary>
    public static ChatOptions Adapted(ChatOptions? options, LocalChatClient client, ILanguageModel model)
    {
        var adapted = options?.Clone() ?? new ChatOptions();
        var earlier = adapted.RawRepresentationFactory;
        adapted.RawRepresentationFactory = asked => ReferenceEquals(asked, client) ? Of(options, client) with { Model = model } : earlier?.Invoke(asked);
        return adapted;
    }
}
