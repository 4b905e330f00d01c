using System.Runtime.CompilerServices;
using Loci.Learning;
using Loci.Models;
using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI;

/// <summary>
/// Adapts the local model under it to each conversation before it answers: asks the memory, selects, takes the steps, lets the guard judge, has the clients below answer with the adapted model, and
/// forgets. What was read and learnt is <c>AdditionalProperties["tuning"]</c>, a <see cref="TuningSummary"/>.
/// </summary>
/// <remarks>
/// Safe to share between threads: every call has an adaptation of its own, which no other call sees and which is gone when the call ends, also by cancellation, an error, or leaving the loop over
/// a stream. A client that keeps answers (a cache) belongs above this one: below, it would not see that the model differs. Disposing disposes the inner client, as delegating clients do.
/// </remarks>
public sealed class AdaptingChatClient : DelegatingChatClient
{
    private readonly LocalChatClient _local;
    private readonly TestTimeLearner _learner;
    private readonly AdaptingChatOptions _options;

    /// <summary>Puts a learner over a local model.</summary>
    /// <param name="innerClient">The local client, or a pipeline that ends in one.</param>
    /// <param name="learner">Learns, over the same model; memory and tuner stay their owners'.</param>
    /// <param name="options">What is learnt for; null for the defaults.</param>
    /// <exception cref="InvalidInputException">There is no local client below, or it runs another model than the learner's.</exception>
    public AdaptingChatClient(IChatClient innerClient, TestTimeLearner learner, AdaptingChatOptions? options = null) : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(learner);
        _local = LocalUnder(innerClient);
        if (!ReferenceEquals(_local.Model, learner.Model))
            throw new InvalidInputException($"Expected a learner over the model of the client below, {_local.Model.Name}, found one over another model, {learner.Model.Name}. Give both the same model.");
        _learner = learner;
        _options = options ?? new AdaptingChatOptions();
    }

    /// <summary>Adapts the model and answers.</summary>
    /// <exception cref="InvalidInputException">The conversation or an option cannot be.</exception>
    /// <exception cref="NonFiniteLossException">A step met numbers that are not finite; nothing was learnt.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatMessage[] conversation = [.. messages];
        if (QueryOf(conversation) is not { } query) return await base.GetResponseAsync(conversation, options, cancellationToken).ConfigureAwait(false);
        var adapted = await _learner.AdaptAsync(query, _options.Progress, cancellationToken).ConfigureAwait(false);
        await using (adapted.ConfigureAwait(false))
        {
            var response = await base.GetResponseAsync(conversation, LocalCall.Adapted(options, _local, adapted.Model), cancellationToken).ConfigureAwait(false);
            (response.AdditionalProperties ??= [])[TuningSummary.Key] = TuningSummary.Of(query, adapted.Report);
            return response;
        }
    }

    /// <summary>Adapts the model and answers piece by piece. The first update says what was read and learnt; it has no text.</summary>
    /// <exception cref="InvalidInputException">The conversation or an option cannot be.</exception>
    /// <exception cref="NonFiniteLossException">A step met numbers that are not finite; nothing was learnt.</exception>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatMessage[] conversation = [.. messages];
        return QueryOf(conversation) is { } query ? StreamAsync(query, conversation, options, cancellationToken) : base.GetStreamingResponseAsync(conversation, options, cancellationToken);
    }

    /// <summary>Gives the learner, itself, or what the clients below give.</summary>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType == typeof(TestTimeLearner) ? _learner : base.GetService(serviceType, serviceKey);
    }

    /// <summary>The local client at the end of a pipeline.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    internal static LocalChatClient LocalUnder(IChatClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (client.GetService<LocalChatClient>() is not { } local)
        {
            var found = client.GetService<ChatClientMetadata>()?.ProviderName is { Length: > 0 } provider ? $"one of '{provider}'" : client.GetType().Name;
            throw new InvalidInputException($"Expected a {nameof(LocalChatClient)} below, whose model can be adapted, found {found}. Only a local model of Loci can learn: put this over one.");
        }
        if (client.GetService<AdaptingChatClient>() is not null)
            throw new InvalidInputException($"Expected one {nameof(AdaptingChatClient)} in a pipeline, found another one below. Each would adapt the base anew: keep one of them.");
        return local;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(string query, ChatMessage[] conversation, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var adapted = await _learner.AdaptAsync(query, _options.Progress, cancellationToken).ConfigureAwait(false);
        await using (adapted.ConfigureAwait(false))
        {
            yield return new ChatResponseUpdate
            {
                Role = ChatRole.Assistant, ModelId = _local.Model.Name, AdditionalProperties = new() { [TuningSummary.Key] = TuningSummary.Of(query, adapted.Report) },
            };
            var answer = base.GetStreamingResponseAsync(conversation, LocalCall.Adapted(options, _local, adapted.Model), cancellationToken);
            await foreach (var update in answer.WithCancellation(cancellationToken).ConfigureAwait(false)) yield return update;
        }
    }

    private string? QueryOf(ChatMessage[] conversation) => _options.Query(conversation) is { } query && !string.IsNullOrWhiteSpace(query) ? query : null;
}
