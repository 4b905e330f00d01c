using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI.Tests;

/// <summary>A chat client of someone else's making: repeats what it hears.</summary>
internal sealed class ForeignChatClient : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, messages.Last().Text)));

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        new[] { new ChatResponseUpdate(ChatRole.Assistant, messages.Last().Text) }.ToAsyncEnumerable();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("someone-else") : null;

    public void Dispose()
    {
    }
}
