using Loci.Models;
using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Tuning;

public sealed class JointStepTests
{
    public static TheoryData<string> Configurations => TinyFamilies.All;

    [Theory, MemberData(nameof(Configurations))]
    public void Each_learns_what_it_learns_alone(string configuration)
    {
        using var folder = new TinyModel(configuration);
        using var model = folder.Load();
        var tuner = Tuner();
        using var together = new Sessions(tuner, model, 3);
        using var alone = new Sessions(tuner, model, 3);
        for (var step = 0; step < 4; step++)
        {
            int[][] texts = [TinyModel.Tokens(step, 12), TinyModel.Tokens(step + 10, 3 + step), TinyModel.Tokens(step + 20, 40)]; // one is longer than the context
            var losses = tuner.StepTogether(together.All, texts, Stop);
            for (var i = 0; i < 3; i++) Assert.Equal(alone.All[i].Step(texts[i], Stop), losses[i], 2e-4);
        }
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(4, together.All[i].Steps);
            Assert.All(alone.All[i].Losses(TinyModel.Tokens(99)).Zip(together.All[i].Losses(TinyModel.Tokens(99))), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
        }
    }

    [Fact]
    public void One_that_breaks_does_not_touch_the_others()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        var tuner = Tuner();
        using var together = new Sessions(tuner, model, 3);
        using var alone = new Sessions(tuner, model, 3);
        int[][] texts = [.. Enumerable.Range(1, 3).Select(seed => TinyModel.Tokens(seed, 9))];
        foreach (var session in together.All.Concat(alone.All)) session.Step(texts[0], Stop);
        using (TorchSharp.torch.no_grad()) ((TuningSession)together.All[1]).Learnt!.Tensors.Lora.Parameters.First().fill_(float.NaN);
        var losses = tuner.StepTogether(together.All, texts, Stop);
        Assert.True(double.IsNaN(losses[1]));
        Assert.Equal([2, 1, 2], together.All.Select(session => session.Steps));
        foreach (var i in new[] { 0, 2 })
        {
            Assert.Equal(alone.All[i].Step(texts[i], Stop), losses[i], 2e-4);
            Assert.All(alone.All[i].Losses(texts[1]).Zip(together.All[i].Losses(texts[1])), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
        }
    }

    [Fact]
    public void Cancelled_it_leaves_every_session_as_it_was()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        var tuner = Tuner();
        using var sessions = new Sessions(tuner, model, 2);
        var before = sessions.All[0].Losses(TinyModel.Tokens(1));
        Assert.Throws<OperationCanceledException>(() => tuner.StepTogether(sessions.All, [TinyModel.Tokens(1), TinyModel.Tokens(2)], new CancellationToken(canceled: true)));
        Assert.Equal([0, 0], sessions.All.Select(session => session.Steps));
        Assert.Equal(before, sessions.All[0].Losses(TinyModel.Tokens(1)));
    }

    [Fact]
    public void Sessions_that_do_not_belong_together_are_refused()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        using var other = folder.Load();
        var tuner = Tuner();
        using var sessions = new Sessions(tuner, model, 1);
        using var elsewhere = new Sessions(tuner, other, 1);
        using var full = new FullTuner().Begin(model, 1);
        using var wider = new LoraTuner(new LoraOptions { Rank = 4 }).Begin(model, 1);
        var text = TinyModel.Tokens(1);
        foreach (var stranger in new[] { elsewhere.All[0], full, wider, sessions.All[0] })
            Assert.Throws<ArgumentException>(() => tuner.StepTogether([sessions.All[0], stranger], [text, text], Stop));
        Assert.Throws<ArgumentException>(() => tuner.StepTogether(sessions.All, [], Stop));
        Assert.Throws<ArgumentException>(() => tuner.StepTogether(sessions.All, [[1]], Stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => tuner.StepTogether(sessions.All, [[1, 260]], Stop));
        Assert.Empty(tuner.StepTogether([], [], Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LoraTuner Tuner() => new(new LoraOptions { Rank = 2, LearningRate = 0.01 });

    private sealed class Sessions(LoraTuner tuner, CausalLanguageModel model, int count) : IDisposable
    {
        public ITuningSession[] All { get; } = [.. Enumerable.Range(0, count).Select(_ => tuner.Begin(model, 4))];

        public void Dispose()
        {
            foreach (var session in All) session.Dispose();
        }
    }
}
