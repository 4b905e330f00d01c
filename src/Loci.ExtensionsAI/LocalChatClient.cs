using System.Runtime.CompilerServices;
using Loci.Generation;
using Loci.Models;
using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI;

/// <summary>
/// A language model of this process as an <see cref="IChatClient"/>: conversations go through the model's chat template where it has one. Text, streaming, usage and finish reasons; no tools, no
/// JSON format. A <see cref="ChatOptions.RawRepresentationFactory"/> may give <see cref="GenerationOptions"/> for settings that <see cref="ChatOptions"/> lacks, such as min-p.
/// </summary>
/// <remarks>Safe to share between threads, as far as the model is. Each answer is computed on a thread of its own. The model stays the caller's to dispose.</remarks>
public sealed class LocalChatClient : IChatClient
{
    private readonly LocalChatOptions _options;
    private readonly PromptWriter _writer;
    private readonly ChatClientMetadata _metadata;

    /// <summary>Wraps a model.</summary>
    /// <param name="model">The model; stays the caller's.</param>
    /// <param name="options">How prompts are written and answers drawn; null for the defaults.</param>
    /// <exception cref="InvalidInputException">An option cannot be.</exception>
    public LocalChatClient(ILanguageModel model, LocalChatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = options ?? new LocalChatOptions();
        _options.Hold();
        Model = model;
        _writer = new PromptWriter(model, _options);
        _metadata = new ChatClientMetadata("loci", providerUri: null, model.Name);
    }

    /// <summary>The model that answers where nothing adapts it.</summary>
    public ILanguageModel Model { get; }

    /// <summary>Answers a conversation.</summary>
    /// <exception cref="InvalidInputException">The conversation or an option cannot be, or the conversation is longer than the context.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers a conversation piece by piece; the last update has the finish reason and the usage. Leaving the loop ends the work.</summary>
    /// <exception cref="InvalidInputException">The conversation or an option cannot be, or the conversation is longer than the context.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, cancellationToken);
    }

    /// <summary>Gives its metadata, itself, or the model.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(Model) ? Model : null;
    }

    /// <summary>Frees nothing: the model is the caller's.</summary>
    public void Dispose()
    {
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CallOptions.Hold(options, Model.Name);
        var call = LocalCall.Of(options, this);
        var prompt = _writer.Write(messages, options?.Instructions);
        var drawing = CallOptions.Drawing(options, call.Generation ?? _options.Generation, prompt.StopTokens);
        var (answer, created, count) = (Guid.NewGuid().ToString("N"), _options.Time.GetUtcNow(), 0);
        await foreach (var piece in TextGeneration.StreamAsync(call.Model ?? Model, prompt.Tokens, drawing, cancellationToken).ConfigureAwait(false))
        {
            if (piece.Token is not null) count++;
            if (piece.Text.Length == 0 && piece.Finish is null) continue; // half a character, or what may become a stop string
            var update = new ChatResponseUpdate(ChatRole.Assistant, piece.Text) { ResponseId = answer, MessageId = answer, ModelId = Model.Name, CreatedAt = created };
            if (piece.Finish is { } finish)
            {
                update.FinishReason = finish == FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop;
                update.Contents.Add(new UsageContent(new UsageDetails { InputTokenCount = prompt.Tokens.Length, OutputTokenCount = count, TotalTokenCount = prompt.Tokens.Length + count }));
            }
            yield return update;
        }
    }
}
