using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Loci.Server.Tests.Endpoints;

#pragma warning disable SCME0001 // the client's way to fields it does not know is still called experimental

/// <summary>The official client, over a real connection.</summary>
public sealed class OpenAIClientTests(SharedServer shared)
{
    private const string Prompt = "The pump in hall 3 was replaced in";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chat_is_answered_with_usage_and_log_probabilities()
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 6, Temperature = 0, IncludeLogProbabilities = true, TopLogProbabilityCount = 3 };
        ChatCompletion answer = await Client().CompleteChatAsync([new UserChatMessage(Prompt)], options, Token);
        Assert.NotEmpty(answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal(6, answer.Usage.OutputTokenCount);
        Assert.StartsWith("fp_", answer.SystemFingerprint, StringComparison.Ordinal);
        Assert.Equal(6, answer.ContentTokenLogProbabilities.Count);
        Assert.All(answer.ContentTokenLogProbabilities, token =>
        {
            Assert.Equal(3, token.TopLogProbabilities.Count);
            Assert.Equal(token.LogProbability, token.TopLogProbabilities[0].LogProbability); // temperature 0 takes the likeliest
        });
        Assert.Equal(answer.Content[0].Text, string.Concat(answer.ContentTokenLogProbabilities.Select(token => token.Token)));
    }

    [Fact]
    public async Task A_stream_joins_to_the_whole_answer()
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 12, Temperature = 0 };
        ChatCompletion whole = await Client().CompleteChatAsync([new UserChatMessage(Prompt)], options, Token);
        var text = new StringBuilder();
        ChatFinishReason? finish = null;
        await foreach (var update in Client().CompleteChatStreamingAsync([new UserChatMessage(Prompt)], options, Token))
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            finish = update.FinishReason ?? finish;
        }
        Assert.Equal((whole.Content[0].Text, whole.FinishReason), (text.ToString(), finish!.Value));
    }

    [Fact]
    public async Task Tuning_goes_in_and_comes_out_by_patches()
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 4, Temperature = 0 };
        options.Patch.Set("$.tuning"u8, """{"count": 3, "candidates": 10}"""u8);
        ChatCompletion answer = await Client().CompleteChatAsync([new UserChatMessage(Prompt)], options, Token);
        var tuning = JsonNode.Parse(answer.Patch.GetJson("$.tuning"u8).ToString())!;
        Assert.Equal(3, tuning["steps"]!.GetValue<int>());
        Assert.Equal(3, tuning["selected"]!.AsArray().Count);
        Assert.Contains("alpha", tuning["selected"]![0]!["document"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(tuning["uncertainty_after"]!.GetValue<double>() < tuning["uncertainty_before"]!.GetValue<double>());
    }

    [Fact]
    public async Task A_tuned_stream_with_comments_and_usage_is_read()
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 4, Temperature = 0 };
        options.Patch.Set("$.tuning"u8, """{"count": 2, "return": ["progress", "selection"]}"""u8);
        options.Patch.Set("$.stream_options"u8, """{"include_usage": true}"""u8);
        var (text, usage, tunings) = (new StringBuilder(), (ChatTokenUsage?)null, new List<string>());
        await foreach (var update in Client().CompleteChatStreamingAsync([new UserChatMessage(Prompt)], options, Token))
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            usage = update.Usage ?? usage;
            if (update.Patch.TryGetJson("$.tuning"u8, out var tuning)) tunings.Add(tuning.ToString()!);
        }
        Assert.NotEmpty(text.ToString());
        Assert.Equal(4, usage!.OutputTokenCount);
        Assert.Equal(2, tunings.Count); // on the last piece, and with the usage
    }

    [Fact]
    public async Task Errors_say_what_is_wrong()
    {
        var wrong = new ChatCompletionOptions { Temperature = 0 };
        wrong.Patch.Set("$.tuning"u8, """{"cuont": 3}"""u8);
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => Client().CompleteChatAsync([new UserChatMessage("x")], wrong, Token));
        Assert.Equal(400, refused.Status);
        Assert.Contains("tuning.cuont", refused.Message, StringComparison.Ordinal);
        var nobody = await Assert.ThrowsAsync<ClientResultException>(() => Client(model: "no-such-model").CompleteChatAsync([new UserChatMessage("x")], wrong, Token));
        Assert.Equal(404, nobody.Status);
        var stranger = await Assert.ThrowsAsync<ClientResultException>(() => Client(key: "stranger-key-0123456789").CompleteChatAsync([new UserChatMessage("x")], wrong, Token));
        Assert.Equal(401, stranger.Status);
    }

    [Fact]
    public async Task Texts_are_embedded()
    {
        var client = new OpenAIClient(new ApiKeyCredential(SharedServer.Alpha), Options()).GetEmbeddingClient("loci-small");
        OpenAIEmbeddingCollection vectors = await client.GenerateEmbeddingsAsync(["the pump", "the pump", "a garden"], cancellationToken: Token);
        Assert.Equal(vectors[0].ToFloats().ToArray(), vectors[1].ToFloats().ToArray());
        Assert.NotEqual(vectors[0].ToFloats().ToArray(), vectors[2].ToFloats().ToArray());
        Assert.All(vectors, vector => Assert.Equal(1, vector.ToFloats().ToArray().Sum(value => (double)value * value), 1e-4));
    }

    [Fact]
    public async Task Models_are_listed_and_the_tuned_name_learns()
    {
        var models = new OpenAIClient(new ApiKeyCredential(SharedServer.Alpha), Options()).GetOpenAIModelClient();
        var names = (await models.GetModelsAsync(Token)).Value.Select(model => model.Id).ToArray();
        Assert.Equal(["loci-small", "loci-small:tuned", "small", "small:tuned"], names);
        ChatCompletion plain = await Client(model: "small").CompleteChatAsync([new UserChatMessage(Prompt)], new ChatCompletionOptions { MaxOutputTokenCount = 2, Temperature = 0 }, Token);
        ChatCompletion tuned = await Client(model: "small:tuned").CompleteChatAsync([new UserChatMessage(Prompt)], new ChatCompletionOptions { MaxOutputTokenCount = 2, Temperature = 0 }, Token);
        Assert.NotEqual(plain.SystemFingerprint, tuned.SystemFingerprint);
    }

    private OpenAIClientOptions Options() => new() { Endpoint = new Uri(shared.Server.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };

    private ChatClient Client(string model = "loci-small", string key = SharedServer.Alpha) => new OpenAIClient(new ApiKeyCredential(key), Options()).GetChatClient(model);
}
