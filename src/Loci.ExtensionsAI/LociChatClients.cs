using Loci.Learning;
using Loci.Memories;
using Loci.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Loci.ExtensionsAI;

/// <summary>Chat clients of Loci in the usual style of Microsoft.Extensions.AI.</summary>
public static class LociChatClients
{
    /// <summary>A model as a chat client.</summary>
    /// <inheritdoc cref="LocalChatClient(ILanguageModel, LocalChatOptions)"/>
    public static IChatClient AsIChatClient(this ILanguageModel model, LocalChatOptions? options = null) => new LocalChatClient(model, options);

    /// <summary>A learner's model as a chat client that adapts to each conversation before it answers.</summary>
    /// <param name="learner">Learns; model, memory and tuner stay their owners'.</param>
    /// <param name="options">What is learnt for; null for the defaults.</param>
    /// <param name="local">How prompts are written and answers drawn; null for the defaults.</param>
    /// <exception cref="InvalidInputException">An option cannot be.</exception>
    public static IChatClient AsIChatClient(this TestTimeLearner learner, AdaptingChatOptions? options = null, LocalChatOptions? local = null)
    {
        ArgumentNullException.ThrowIfNull(learner);
        return new AdaptingChatClient(new LocalChatClient(learner.Model, local), learner, options);
    }

    /// <summary>Adapts the local model at the end of the pipeline to each conversation.</summary>
    /// <param name="builder">The pipeline, which ends in a <see cref="LocalChatClient"/>.</param>
    /// <param name="memory">What can be learnt from; null takes the one of the services.</param>
    /// <param name="tuner">How steps are taken; null takes the one of the services.</param>
    /// <param name="learning">K, N, λ, guard; null for the defaults.</param>
    /// <param name="options">What is learnt for; null for the defaults.</param>
    /// <returns>The builder. Building it throws <see cref="InvalidInputException"/> where there is no local client below.</returns>
    public static ChatClientBuilder UseLoci(
        this ChatClientBuilder builder, IMemory? memory = null, ITuner? tuner = null, LearnerOptions? learning = null, AdaptingChatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) =>
        {
            var model = AdaptingChatClient.LocalUnder(inner).Model;
            var learner = new TestTimeLearner(model, memory ?? services.GetRequiredService<IMemory>(), tuner ?? services.GetRequiredService<ITuner>(), learning);
            return new AdaptingChatClient(inner, learner, options);
        });
    }

    /// <summary>Adds a local model as the chat client of the services; <see cref="UseLoci"/> on what it returns makes it learn.</summary>
    /// <param name="services">The services.</param>
    /// <param name="model">Gives the model; null takes the <see cref="ILanguageModel"/> of the services.</param>
    /// <param name="options">How prompts are written and answers drawn; null for the defaults.</param>
    /// <returns>The pipeline over the client.</returns>
    public static ChatClientBuilder AddLociChatClient(this IServiceCollection services, Func<IServiceProvider, ILanguageModel>? model = null, LocalChatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddChatClient(provider => new LocalChatClient(model is null ? provider.GetRequiredService<ILanguageModel>() : model(provider), options));
    }
}
