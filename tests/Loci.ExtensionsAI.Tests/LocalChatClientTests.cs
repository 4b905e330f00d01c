using Loci.Generation;
using Loci.Models;
using Loci.Text.Chat;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace Loci.ExtensionsAI.Tests;

/// <summary>A local model as other programs see it.</summary>
public sealed class LocalChatClientTests(Workshop workshop) : IClassFixture<Workshop>, IDisposable
{
    private const string Prompt = "Once upon a time there was a small fox.";

    private static readonly ChatOptions Short = new() { MaxOutputTokens = 12 };

    private readonly LocalChatClient _client = new(workshop.Model);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_answer_is_the_model_s_continuation_with_what_it_cost()
    {
        var expected = TextGeneration.Complete(workshop.Model, Prompt, new GenerationOptions { MaxTokens = 12 }, Token);
        var response = await _client.GetResponseAsync(Prompt, Short, Token);
        Assert.Equal(expected, response.Text);
        Assert.Equal((ChatFinishReason.Length, workshop.Model.Name), (response.FinishReason!.Value, response.ModelId));
        var input = workshop.Model.Tokenizer.Encode(Prompt).Length + 1; // and what opens a text
        Assert.Equal((input, 12, input + 12), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.NotNull(response.ResponseId);
        Assert.NotNull(response.CreatedAt);
    }

    [Fact]
    public async Task A_stream_is_the_answer_in_pieces()
    {
        var updates = await _client.GetStreamingResponseAsync(Prompt, Short, Token).ToListAsync(Token);
        Assert.True(updates.Count > 4);
        Assert.Equal((await _client.GetResponseAsync(Prompt, Short, Token)).Text, string.Concat(updates.Select(update => update.Text)));
        Assert.Equal(ChatFinishReason.Length, updates[^1].FinishReason);
        Assert.Single(updates.Select(update => update.MessageId).Distinct());
        Assert.Single(updates.SelectMany(update => update.Contents.OfType<UsageContent>()));
    }

    [Fact]
    public async Task A_stop_text_ends_the_answer_before_it()
    {
        var free = (await _client.GetResponseAsync(Prompt, Short, Token)).Text;
        var response = await _client.GetResponseAsync(Prompt, new() { MaxOutputTokens = 12, StopSequences = [free[4..7]] }, Token);
        Assert.Equal((free[..4], ChatFinishReason.Stop), (response.Text, response.FinishReason));
    }

    [Fact]
    public async Task Drawing_follows_the_call_then_its_raw_options_then_the_client_s()
    {
        var greedy = (await _client.GetResponseAsync(Prompt, Short, Token)).Text;
        ChatOptions drawn = new() { MaxOutputTokens = 12, Temperature = 3, Seed = 7 };
        var first = (await _client.GetResponseAsync(Prompt, drawn, Token)).Text;
        Assert.NotEqual(greedy, first);
        Assert.Equal(first, (await _client.GetResponseAsync(Prompt, drawn, Token)).Text);
        Assert.NotEqual(first, (await _client.GetResponseAsync(Prompt, new() { MaxOutputTokens = 12, Temperature = 3, Seed = 8 }, Token)).Text);
        Assert.Equal(greedy, (await _client.GetResponseAsync(Prompt, new() { MaxOutputTokens = 12, Temperature = 3, TopK = 1 }, Token)).Text);
        Assert.Equal(greedy, (await _client.GetResponseAsync(Prompt, new() { MaxOutputTokens = 12, Temperature = 3, TopP = 1e-6f }, Token)).Text);
        ChatOptions raw = new() { MaxOutputTokens = 12, Temperature = 3, RawRepresentationFactory = _ => new GenerationOptions { MinP = 1, MaxTokens = 3 } };
        Assert.Equal(greedy, (await _client.GetResponseAsync(Prompt, raw, Token)).Text);
        using var brief = new LocalChatClient(workshop.Model, new LocalChatOptions { Generation = new() { MaxTokens = 3 } });
        Assert.Equal(3, (await brief.GetResponseAsync(Prompt, cancellationToken: Token)).Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task A_chat_template_is_used_where_the_model_has_one()
    {
        using var chatty = new LocalChatClient(workshop.Chatty);
        using var plain = new LocalChatClient(workshop.Chatty, new LocalChatOptions { PlainText = true });
        ChatMessage[] conversation = [new(ChatRole.User, "Who lives by the river?"), new(ChatRole.Assistant, "A fox."), new(ChatRole.User, "And who else?")];
        var template = ChatTemplates.Find(workshop.ChattyFolder)!;
        var tokens = template.Encode(workshop.Chatty.Tokenizer, [
            Loci.Text.Chat.ChatMessage.Of("system", "Be brief."), Loci.Text.Chat.ChatMessage.Of("user", "Who lives by the river?"),
            Loci.Text.Chat.ChatMessage.Of("assistant", "A fox."), Loci.Text.Chat.ChatMessage.Of("user", "And who else?")]);
        var response = await chatty.GetResponseAsync(conversation, new() { MaxOutputTokens = 8, Instructions = "Be brief." }, Token);
        Assert.Equal(tokens.Length, response.Usage!.InputTokenCount);
        Assert.Equal(TextGeneration.Complete(workshop.Chatty, tokens, new GenerationOptions { MaxTokens = 8 }, Token), response.Text);
        var joined = await plain.GetResponseAsync(conversation, new() { MaxOutputTokens = 8, Instructions = "Be brief." }, Token);
        var text = "Be brief.\n\nWho lives by the river?\n\nA fox.\n\nAnd who else?";
        Assert.Equal(TextGeneration.Complete(workshop.Model, text, new GenerationOptions { MaxTokens = 8 }, Token), joined.Text);
    }

    [Fact]
    public void It_says_what_it_is_and_gives_what_is_inside()
    {
        using var client = workshop.Model.AsIChatClient();
        var metadata = client.GetService<ChatClientMetadata>()!;
        Assert.Equal(("loci", workshop.Model.Name, null), (metadata.ProviderName, metadata.DefaultModelId, metadata.ProviderUri));
        Assert.Same(workshop.Model, client.GetService<ILanguageModel>());
        Assert.Same(client, client.GetService<LocalChatClient>());
        Assert.Null(client.GetService<string>());
        Assert.Null(client.GetService(typeof(ILanguageModel), "key"));
    }

    [Fact]
    public async Task What_a_local_model_cannot_do_is_refused_in_a_sentence()
    {
        await RefusedAsync("'other'", options: new() { ModelId = "other" });
        await RefusedAsync("JSON", options: new() { ResponseFormat = ChatResponseFormat.Json });
        await RefusedAsync("tool", options: new() { ToolMode = ChatToolMode.RequireAny });
        await RefusedAsync("ConversationId", options: new() { ConversationId = "7" });
        await RefusedAsync("TopP", options: new() { TopP = 2 });
        await RefusedAsync("512 tokens", string.Concat(Enumerable.Repeat("pump and hall ", 300)));
        await RefusedAsync("found none", " ");
        await RefusedAsync("DataContent", message: new(ChatRole.User, [new DataContent("data:image/png;base64,AAAA")]));
        await RefusedAsync("'tool'", message: new(ChatRole.Tool, "42"));
        Assert.Throws<InvalidInputException>(() => new LocalChatClient(workshop.Model, new LocalChatOptions { Generation = new() { TopP = 0 } }));
        await _client.GetResponseAsync(Prompt, new() { MaxOutputTokens = 1, ModelId = workshop.Model.Name, ResponseFormat = ChatResponseFormat.Text, Tools = [new HostedWebSearchTool()] }, Token);
    }

    [Fact]
    public async Task A_stream_that_is_left_or_cancelled_ends_its_work()
    {
        var endless = new ChatOptions { MaxOutputTokens = 100_000, RawRepresentationFactory = _ => new GenerationOptions { IgnoreEndOfText = true } };
        await foreach (var update in _client.GetStreamingResponseAsync(Prompt, endless, Token))
        {
            if (update.Text.Length > 0) break; // returns once the model has stopped, long before the limit
        }
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in _client.GetStreamingResponseAsync(Prompt, endless, source.Token)) await source.CancelAsync();
        });
    }

    private async Task RefusedAsync(string word, string text = Prompt, ChatOptions? options = null, ChatMessage? message = null)
    {
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => _client.GetResponseAsync([message ?? new(ChatRole.User, text)], options, Token));
        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
