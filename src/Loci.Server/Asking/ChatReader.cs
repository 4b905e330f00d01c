using System.Text.Json;
using Loci.Server.Engines;
using Loci.Server.Errors;
using Loci.Server.Protocol;
using Loci.Server.Serving;
using Loci.Text.Chat;

namespace Loci.Server.Asking;

/// <summary>Turns a chat request into a job.</summary>
internal sealed class ChatReader(ServedModel model, LociOptions options)
{
    private readonly TuningReader _tuning = new(options);

    /// <summary>Reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="seed">The seed where none is given.</param>
    /// <exception cref="ApiException">It cannot be answered as it is asked.</exception>
    public Asked Read(ChatRequest request, string tenant, long seed)
    {
        var tuned = model.IsTuned(request.Model);
        var (identity, limits) = (model.Identity, options.Limits);
        Field.Unsupported("tools", Field.Says(request.Tools));
        DrawingReader.TextAlone(request.ResponseFormat);
        var alternatives = request.Logprobs is true ? Field.Whole("top_logprobs", request.TopLogprobs, 0, 0, limits.Alternatives) : (int?)null;
        if (request.Logprobs is not true && request.TopLogprobs > 0) throw ApiException.Invalid("Expected 'logprobs' to be true where 'top_logprobs' is given.", "top_logprobs", "invalid_value");
        var drawing = DrawingReader.Read(request, request.MaxCompletionTokens ?? request.MaxTokens, 1, alternatives ?? 0, seed, limits);
        var messages = Messages(request.Messages);
        var conversation = ConversationText.Of(messages, model);
        CompletionReader.CheckLength(conversation.Tokens.Length, identity.ContextLength);
        drawing = drawing with { StopTokens = conversation.StopTokens, StopStrings = [.. drawing.StopStrings, .. conversation.StopStrings] };
        var tuning = _tuning.Read(request.Tuning, tuned, identity, tenant, (kind, _) => [Query(kind, messages)], "prompt");
        var choices = Field.Whole("n", request.N, 1, 1, limits.Choices);
        var job = new CompletionJob { Prompts = [conversation.Tokens], Choices = choices, Drawing = drawing, Tuning = tuning?.Job };
        var form = new AnswerForm(request.Stream ?? false, request.StreamOptions?.IncludeUsage ?? false, alternatives, Echo: null);
        return new Asked(job, request.Model!, form, tuning?.View, tuning?.Time ?? limits.Time, drawing.Temperature <= 0 || request.Seed is not null);
    }

    private static ChatMessage[] Messages(IReadOnlyList<ChatRequestMessage>? given)
    {
        var messages = Field.Some("messages", given, 4096).Select((message, i) => Message(message, $"messages[{i}]")).ToArray();
        return messages.Any(message => message.Role == ChatRole.User) ? messages : throw ApiException.Invalid("Expected a message of the user in 'messages', found none.", "messages", "missing");
    }

    private static ChatMessage Message(ChatRequestMessage message, string name) => message.Role switch
    {
        "system" or "developer" => new ChatMessage(ChatRole.System, Content(message.Content, name)),
        "user" => new ChatMessage(ChatRole.User, Content(message.Content, name)),
        "assistant" => new ChatMessage(ChatRole.Assistant, Content(message.Content, name)),
        var role => throw ApiException.Invalid($"Expected the role system, developer, user or assistant in '{name}.role', found '{ApiException.Quote(role ?? "")}'.", $"{name}.role", "invalid_value"),
    };

    private static string Content(JsonElement? content, string name) => content switch
    {
        { ValueKind: JsonValueKind.String } text => PromptReader.TextOf(name, text),
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => Part(part, name))),
        _ => throw ApiException.Invalid($"Expected a text, or parts of type text, in '{name}.content'.", $"{name}.content", "invalid_type"),
    };

    private static string Part(JsonElement part, string name) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("text")
            && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? PromptReader.TextOf(name, text)
            : throw ApiException.Invalid($"Expected parts of type text in '{name}.content', found another. This server reads text alone.", $"{name}.content", "invalid_value");

    /// <summary>What the memory is searched by: the user's last message, or the whole conversation.</summary>
    private static string Query(string kind, ChatMessage[] messages) => kind == "prompt"
        ? messages.Last(message => message.Role == ChatRole.User).Content
        : string.Join("\n\n", messages.Select(message => message.Content));
}
