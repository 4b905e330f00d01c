using Loci.Learning;
using Loci.Models;
using Loci.Tests.Support;

namespace Loci.Tests.Learning;

/// <summary>The main path, with a real memory and a model that counts instead of multiplying.</summary>
public sealed class TestTimeLearnerTests : IDisposable
{
    private readonly SmallMemory _memory = SmallMemory.Of("zebra zebra zebra crossing", "zebra zebra zebra crossing now", "the quick brown fox", "an apple a day");
    private readonly CountingModel _model = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public async Task Relevant_chunks_are_learnt_kept_and_told()
    {
        var tuner = new CountingTuner();
        var steps = new List<AdaptationProgress>();
        await using (var adapted = await Learner(tuner).AdaptAsync("zebra zebra", new Collected<AdaptationProgress>(steps), Token))
        {
            var report = adapted.Report;
            Assert.True(report.Kept);
            Assert.True(report.LossAfter < report.LossBefore);
            Assert.Equal(5, report.Steps);
            Assert.Contains("zebra", report.Picks[0].Text, StringComparison.Ordinal);
            Assert.True(report.Picks[0].Uncertainty < report.Prior);
            Assert.Equal(["embed", "guard", "search", "select", "tune"], report.Seconds.Keys.Order(StringComparer.Ordinal));
            Assert.Equal([1, 2, 3, 4, 5], steps.Select(step => step.Step));
            Assert.Equal(1, tuner.Open);
            Assert.NotEmpty(await adapted.GenerateAsync("zebra", new GenerationOptions { MaxTokens = 3 }, Token));
        }
        Assert.Equal(0, tuner.Open);
    }

    [Fact]
    public async Task An_answer_comes_piece_by_piece_and_may_be_left()
    {
        await using var adapted = await Learner(new CountingTuner()).AdaptAsync("zebra zebra", cancellationToken: Token);
        var options = new GenerationOptions { MaxTokens = 5 };
        var whole = await adapted.GenerateAsync("zebra", options, Token);
        var pieces = new List<string>();
        await foreach (var piece in adapted.StreamAsync("zebra", options, Token)) pieces.Add(piece.Text);
        Assert.Equal(whole, string.Concat(pieces));
        await foreach (var _ in adapted.StreamAsync("zebra", options with { MaxTokens = int.MaxValue }, Token)) break; // ends, or the test would not
        await Assert.ThrowsAsync<InvalidInputException>(async () =>
        {
            await foreach (var _ in adapted.StreamAsync("zebra", options with { TopP = 0 }, Token)) Assert.Fail("There is nothing to give.");
        });
    }

    [Fact]
    public async Task Several_prompts_learn_what_each_learns_alone()
    {
        string[] prompts = ["zebra zebra", "an apple", "the quick"];
        var tuner = new CountingTuner();
        var many = await Learner(tuner).AdaptManyAsync(prompts, cancellationToken: Token);
        foreach (var (prompt, adapted) in prompts.Zip(many))
        {
            await using var alone = await Learner(new CountingTuner()).AdaptAsync(prompt, cancellationToken: Token);
            Assert.Equal(alone.Report.Picks, adapted.Report.Picks);
            Assert.Equal((alone.Report.Steps, alone.Report.Kept, alone.Report.LossAfter), (adapted.Report.Steps, adapted.Report.Kept, adapted.Report.LossAfter));
        }
        foreach (var adapted in many) await adapted.DisposeAsync();
        Assert.Equal(0, tuner.Open);
        Assert.Empty(await Learner(tuner).AdaptManyAsync([], cancellationToken: Token));
    }

    [Fact]
    public async Task One_prompt_that_breaks_does_not_hinder_the_others()
    {
        var steps = 0;
        var tuner = new CountingTuner(onStep: _ => { if (++steps == 6) throw new NonFiniteLossException(); }); // the second prompt's first
        var many = await Learner(tuner).AdaptManyAsync(["zebra zebra", "an apple", "the quick"], cancellationToken: Token);
        Assert.Equal([true, false, true], many.Select(adapted => adapted.Report.Steps == 5));
        Assert.False(many[1].Report.Kept);
        Assert.Same(_model, many[1].Model);
        foreach (var adapted in many) await adapted.DisposeAsync();
        Assert.Equal(0, tuner.Open);
    }

    [Fact]
    public async Task Several_prompts_that_are_cancelled_leave_nothing_open()
    {
        using var source = new CancellationTokenSource();
        var tuner = new CountingTuner(onStep: step => { if (step == 2) source.Cancel(); });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Learner(tuner).AdaptManyAsync(["zebra zebra", "an apple"], cancellationToken: source.Token));
        Assert.Equal(0, tuner.Open);
    }

    [Fact]
    public async Task What_does_harm_is_refused_and_the_base_answers()
    {
        var tuner = new CountingTuner(strength: -0.5);
        await using var adapted = await Learner(tuner).AdaptAsync("zebra zebra", cancellationToken: Token);
        Assert.False(adapted.Report.Kept);
        Assert.Same(_model, adapted.Model);
        Assert.Equal(0, tuner.Open);
    }

    [Fact]
    public async Task Cancelling_between_steps_leaves_nothing_open()
    {
        using var source = new CancellationTokenSource();
        var tuner = new CountingTuner(onStep: step => { if (step == 2) source.Cancel(); });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Learner(tuner).AdaptAsync("zebra zebra", cancellationToken: source.Token));
        Assert.Equal(0, tuner.Open);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_open()
    {
        var tuner = new CountingTuner(onStep: step => { if (step == 1) throw new NonFiniteLossException(); });
        await Assert.ThrowsAsync<NonFiniteLossException>(() => Learner(tuner).AdaptAsync("zebra zebra", cancellationToken: Token));
        Assert.Equal(0, tuner.Open);
    }

    [Fact]
    public async Task A_prompt_that_nothing_in_memory_speaks_of_still_gets_an_answer()
    {
        await using var adapted = await Learner(new CountingTuner()).AdaptAsync("qqq", cancellationToken: Token);
        Assert.NotNull(await adapted.GenerateAsync("qqq", new GenerationOptions { MaxTokens = 2 }, Token));
    }

    [Fact]
    public async Task It_says_which_state_of_the_memory_was_read()
    {
        await using var adapted = await Learner(new CountingTuner()).AdaptAsync("zebra", cancellationToken: Token);
        var revision = _memory.Memory.Describe().Revision;
        Assert.EndsWith($"@{revision}", adapted.Report.MemorySnapshot, StringComparison.Ordinal);
    }

    [Fact]
    public void No_document_has_more_than_its_share_and_little_uncertainty_is_enough()
    {
        IReadOnlyList<PickedChunk> Picks(RetrievalOptions options) => new Retriever(_memory.Memory, new Loci.Selection.Rules.Sift(), options).Retrieve("zebra zebra crossing", new StageClock(TimeProvider.System), Token).Picks;
        var options = new RetrievalOptions { Count = 6, Noise = 100 };
        var free = Picks(options);
        Assert.True(free.GroupBy(pick => pick.Document, StringComparer.Ordinal).Max(group => group.Count()) > 2);
        Assert.All(Picks(options with { LargestShare = 0.34 }).GroupBy(pick => pick.Document, StringComparer.Ordinal), group => Assert.InRange(group.Count(), 1, 2));
        Assert.Equal(free.Take(3), Picks(options with { StopUncertainty = free[2].Uncertainty }));
    }

    [Fact]
    public async Task A_long_prompt_is_learnt_too_but_for_the_quarter_that_the_guard_looks_at()
    {
        var prompt = string.Concat(Enumerable.Repeat("zebra ", 20)) + new string('Q', 40);
        var steps = new List<AdaptationProgress>();
        await using var adapted = await Learner(new CountingTuner()).AdaptAsync(prompt, new Collected<AdaptationProgress>(steps), Token);
        Assert.Equal(5 + LearnerOptions.StandardPromptSteps, adapted.Report.Steps);
        Assert.Equal(5, adapted.Report.Picks.Count);
        Assert.Equal([9], steps.Select(step => step.Steps).Distinct());
        Assert.False(adapted.Report.Kept); // zebras are learnt, and make the Qs that end it less likely
        await using var plain = await Learner(new CountingTuner(), promptSteps: 0).AdaptAsync(prompt, cancellationToken: Token);
        Assert.Equal(5, plain.Report.Steps);
    }

    [Fact]
    public async Task A_tuner_of_batches_takes_a_step_for_each()
    {
        await using var adapted = await Learner(new CountingTuner(batchSize: 2)).AdaptAsync("zebra zebra", cancellationToken: Token);
        Assert.Equal((3, 5), (adapted.Report.Steps, adapted.Report.Picks.Count));
    }

    private TestTimeLearner Learner(ITuner tuner, int promptSteps = LearnerOptions.StandardPromptSteps) =>
        new(_model, _memory.Memory, tuner, new LearnerOptions { PromptSteps = promptSteps, Retrieval = new RetrievalOptions { Count = 5 } });

    private sealed class Collected<T>(List<T> into) : IProgress<T>
    {
        public void Report(T value) => into.Add(value);
    }
}
