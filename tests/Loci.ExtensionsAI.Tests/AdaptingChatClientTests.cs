using System.Text.Json;
using Loci.Generation;
using Loci.Learning;
using Loci.Memories;
using Loci.Models;
using Loci.Torch.Tuning;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Loci.ExtensionsAI.Tests;

/// <summary>A local model that adapts to each conversation.</summary>
public sealed class AdaptingChatClientTests(Workshop workshop) : IClassFixture<Workshop>
{
    private const string Prompt = "The pump in the north hall";

    private static readonly ChatOptions Short = new() { MaxOutputTokens = 12 };

    [Fact]
    public async Task An_answer_is_the_adapted_model_s_and_says_what_was_read_and_learnt()
    {
        var before = workshop.Model.WeightsHash();
        using var client = workshop.Learner().AsIChatClient();
        var response = await client.GetResponseAsync(Prompt, Short, Token);
        await using (var adapted = await workshop.Learner().AdaptAsync(Prompt, cancellationToken: Token))
            Assert.Equal(await adapted.GenerateAsync(Prompt, new GenerationOptions { MaxTokens = 12 }, Token), response.Text);
        Assert.NotEqual(Base(Prompt), response.Text);
        Assert.Equal(before, workshop.Model.WeightsHash());
        var tuning = Assert.IsType<TuningSummary>(response.AdditionalProperties!["tuning"]);
        Assert.Equal((Prompt, 4, true, Workshop.Pump), (tuning.Query, tuning.Steps, tuning.Kept, tuning.Selected[0].Text));
        Assert.Equal(("note-0", 4), (tuning.Selected[0].Document, tuning.Selected.Count));
        Assert.True(tuning.Uncertainty < tuning.Prior && tuning.Uncertainty == tuning.Selected[^1].Uncertainty);
        Assert.True(tuning.Seconds > 0 && Math.Abs(tuning.Stages.Values.Sum() - tuning.Seconds) < 1e-9);
        Assert.True(tuning.LossAfter < tuning.LossBefore);
        Assert.Equal(4, JsonSerializer.SerializeToElement(tuning).GetProperty("Selected").GetArrayLength());
    }

    [Fact]
    public async Task A_stream_says_first_what_was_read_and_joins_to_the_same_answer()
    {
        using var client = workshop.Learner().AsIChatClient();
        var updates = await client.GetStreamingResponseAsync(Prompt, Short, Token).ToListAsync(Token);
        Assert.Equal("", updates[0].Text);
        Assert.Equal(4, Assert.IsType<TuningSummary>(updates[0].AdditionalProperties![TuningSummary.Key]).Steps);
        Assert.Equal((await client.GetResponseAsync(Prompt, Short, Token)).Text, string.Concat(updates.Select(update => update.Text)));
        var joined = updates.ToChatResponse();
        Assert.Single(joined.Messages);
        Assert.IsType<TuningSummary>(joined.AdditionalProperties![TuningSummary.Key]);
    }

    [Fact]
    public async Task Conversations_at_once_do_not_touch_each_other()
    {
        var before = workshop.Model.WeightsHash();
        using var client = workshop.Learner().AsIChatClient();
        string[] prompts = [Prompt, "Kettles whistle when", "The village", "The pump in the south"];
        var alone = new List<string>();
        foreach (var prompt in prompts) alone.Add((await client.GetResponseAsync(prompt, Short, Token)).Text);
        Assert.Equal(prompts.Length, alone.Distinct().Count());
        var together = await Task.WhenAll(prompts.Select(prompt => client.GetResponseAsync(prompt, Short, Token)));
        Assert.Equal(alone, together.Select(response => response.Text));
        Assert.Equal(before, workshop.Model.WeightsHash());
    }

    [Fact]
    public async Task The_last_words_of_the_user_are_what_is_learnt_for_unless_said_otherwise()
    {
        ChatMessage[] conversation = [new(ChatRole.User, "Kettles whistle"), new(ChatRole.Assistant, "They do."), new(ChatRole.User, Prompt), new(ChatRole.Assistant, "It")];
        using var client = workshop.Learner().AsIChatClient();
        Assert.Equal(Prompt, Tuning(await client.GetResponseAsync(conversation, Short, Token)).Query);
        using var first = workshop.Learner().AsIChatClient(new AdaptingChatOptions { Query = messages => messages[0].Text });
        Assert.Equal(Workshop.Kettle, Tuning(await first.GetResponseAsync(conversation, Short, Token)).Selected[0].Text);
        using var never = workshop.Learner().AsIChatClient(new AdaptingChatOptions { Query = _ => null });
        var plain = await never.GetResponseAsync(Prompt, Short, Token);
        Assert.Equal((Base(Prompt), false), (plain.Text, plain.AdditionalProperties?.ContainsKey(TuningSummary.Key) ?? false));
    }

    [Fact]
    public async Task Cancellation_while_learning_or_answering_leaves_nothing_behind()
    {
        var before = workshop.Model.WeightsHash();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var learning = workshop.Learner().AsIChatClient(new AdaptingChatOptions { Progress = new AtStep(2, source) });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => learning.GetResponseAsync(Prompt, Short, source.Token));
        using var later = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var client = workshop.Learner().AsIChatClient();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync(Prompt, new() { MaxOutputTokens = 100_000 }, later.Token))
            {
                if (update.Text.Length > 0) await later.CancelAsync();
            }
        });
        Assert.Equal(before, workshop.Model.WeightsHash());
        using var plain = workshop.Model.AsIChatClient();
        Assert.Equal(Base(Prompt), (await plain.GetResponseAsync(Prompt, Short, Token)).Text);
    }

    [Fact]
    public async Task What_the_guard_refuses_the_base_answers()
    {
        var learner = new TestTimeLearner(workshop.Model, workshop.Memory, new FullTuner(new FullTuningOptions { LearningRate = 3 }), new LearnerOptions { Retrieval = new RetrievalOptions { Count = 2 } });
        using var client = learner.AsIChatClient();
        var response = await client.GetResponseAsync("A fox", Short, Token);
        Assert.Equal((Base("A fox"), false), (response.Text, Tuning(response).Kept));
    }

    [Fact]
    public async Task In_a_pipeline_the_adapted_model_passes_through_what_lies_between()
    {
        var direct = await workshop.Learner().AsIChatClient().GetResponseAsync(Prompt, Short, Token);
        using var services = new ServiceCollection().BuildServiceProvider();
        using var client = new ChatClientBuilder(workshop.Model.AsIChatClient())
            .UseLoci(workshop.Memory, new FullTuner(), new LearnerOptions { Guard = false, Retrieval = new RetrievalOptions { Count = 4 } })
            .UseFunctionInvocation()
            .ConfigureOptions(options => options.MaxOutputTokens = 12)
            .Build(services);
        var response = await client.GetResponseAsync(Prompt, cancellationToken: Token);
        Assert.Equal(direct.Text, response.Text);
        Assert.Equal(4, Tuning(response).Steps);
        var brief = await client.GetResponseAsync(Prompt, new() { RawRepresentationFactory = _ => new GenerationOptions { StopStrings = [direct.Text[3..5]] } }, Token);
        Assert.Equal(direct.Text[..3], brief.Text); // what the caller's options hold for the local client stays
        Assert.NotNull(client.GetService<TestTimeLearner>());
        Assert.Same(workshop.Model, client.GetService<ILanguageModel>());
    }

    [Fact]
    public async Task Services_make_the_whole()
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<ILanguageModel>(_ => workshop.Model).AddSingleton<IMemory>(_ => workshop.Memory.ForTenant("")).AddSingleton<ITuner>(new FullTuner());
        collection.AddLociChatClient().UseLoci(learning: new LearnerOptions { Guard = false, Retrieval = new RetrievalOptions { Count = 4 } });
        var services = collection.BuildServiceProvider();
        var response = await services.GetRequiredService<IChatClient>().GetResponseAsync(Prompt, Short, Token);
        Assert.Equal((await workshop.Learner().AsIChatClient().GetResponseAsync(Prompt, Short, Token)).Text, response.Text);
    }

    [Fact]
    public void Only_a_local_model_can_be_put_below()
    {
        using var foreign = new ForeignChatClient();
        var message = Assert.Throws<InvalidInputException>(() => new ChatClientBuilder(foreign).UseLoci(workshop.Memory, new FullTuner()).Build()).Message;
        Assert.Contains("'someone-else'", message, StringComparison.Ordinal);
        Assert.Contains(nameof(LocalChatClient), message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => new AdaptingChatClient(workshop.Chatty.AsIChatClient(), workshop.Learner()));
        Assert.Throws<InvalidInputException>(() => new AdaptingChatClient(workshop.Learner().AsIChatClient(), workshop.Learner()));
    }

    private static TuningSummary Tuning(ChatResponse response) => Assert.IsType<TuningSummary>(response.AdditionalProperties![TuningSummary.Key]);

    private string Base(string prompt) => TextGeneration.Complete(workshop.Model, prompt, new GenerationOptions { MaxTokens = 12 }, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class AtStep(int step, CancellationTokenSource source) : IProgress<AdaptationProgress>
    {
        public void Report(AdaptationProgress value)
        {
            if (value.Step == step) source.Cancel();
        }
    }
}
