using Loci.Models;
using Loci.Torch.Tuning;
using TorchSharp;

namespace Loci.Torch.Tests.Tuning;

/// <summary>What an adaptation learns is gone with it: from the base, from the count of tensors and from memory.</summary>
public sealed class IsolationTests
{
    private static readonly ITuner[] Tuners =
    [
        new LoraTuner(new LoraOptions { LearningRate = 0.05 }), new FullTuner(new FullTuningOptions { LearningRate = 0.05 }), new HeadTuner(new FullTuningOptions { LearningRate = 0.05 }),
    ];

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Two_hundred_adaptations_leave_nothing(Precision precision)
    {
        const int WarmUp = 40, Count = 200;
        using var folder = new TinyModel();
        using var model = folder.Load(precision);
        var hash = model.WeightsHash();
        var losses = model.Losses(TinyModel.Tokens(1));
        long tensors = 0, memory = 0;
        for (var i = 0; i < Count + WarmUp; i++)
        {
            if (i == WarmUp) (tensors, memory) = (LiveTensors, Environment.WorkingSet);
            Adapt(model, Tuners[i % Tuners.Length], i);
            if (i >= WarmUp) Assert.Equal(tensors, LiveTensors);
        }
        Assert.Equal(tensors, LiveTensors);
        Assert.InRange(Environment.WorkingSet - memory, long.MinValue, 50 << 20);
        Assert.Equal(hash, model.WeightsHash());
        Assert.Equal(losses, model.Losses(TinyModel.Tokens(1)));
        Assert.Equal(tensors, LiveTensors);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void One_adaptation_leaves_no_tensor(int tuner)
    {
        using var folder = new TinyModel(TinyModel.Gpt2);
        using var model = folder.Load();
        var tensors = LiveTensors;
        Adapt(model, Tuners[tuner], seed: 3);
        Assert.Equal(tensors, LiveTensors);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Cancelled_adaptations_leave_no_tensor(int tuner)
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        Adapt(model, Tuners[tuner], seed: 1);
        var (tensors, hash) = (LiveTensors, model.WeightsHash());
        for (var steps = 0; steps < 20; steps++)
        {
            using (var session = Tuners[tuner].Begin(model, 20))
            {
                for (var i = 0; i < steps; i++) session.Step(TinyModel.Tokens(i), TestContext.Current.CancellationToken);
                Assert.Throws<OperationCanceledException>(() => session.Step(TinyModel.Tokens(1), new CancellationToken(canceled: true)));
            }
            Assert.Equal(tensors, LiveTensors);
        }
        Assert.Equal(hash, model.WeightsHash());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Adaptations_that_meet_a_loss_that_is_no_number_leave_no_tensor(int tuner)
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        Adapt(model, Tuners[tuner], seed: 1);
        using (TorchSharp.torch.no_grad())
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            model.Parameters.Master("model.norm.weight").fill_(float.NaN);
        }
        var (tensors, hash) = (LiveTensors, model.WeightsHash());
        for (var i = 0; i < 20; i++)
        {
            using (var session = Tuners[tuner].Begin(model, 2))
                Assert.Throws<NonFiniteLossException>(() => session.Step(TinyModel.Tokens(i), TestContext.Current.CancellationToken));
            Assert.Equal(tensors, LiveTensors);
        }
        Assert.Equal(hash, model.WeightsHash());
    }

    [Fact]
    public void A_disposed_model_leaves_no_tensor()
    {
        using var folder = new TinyModel();
        using (folder.Load()) { } // what the library itself makes once
        var tensors = LiveTensors;
        using (var model = folder.Load(Precision.BFloat16))
        {
            model.WeightsHash();
            model.Losses(TinyModel.Tokens(1));
            model.MeanHiddenState(TinyModel.Tokens(2));
        }
        Assert.Equal(tensors, LiveTensors);
    }

    private static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private static void Adapt(CausalLanguageModel model, ITuner tuner, int seed)
    {
        var stop = TestContext.Current.CancellationToken;
        using var session = tuner.Begin(model, 2);
        var first = session.Step(TinyModel.Tokens(seed), stop);
        Assert.True(session.Step(TinyModel.Tokens(seed), stop) < first);
        session.Losses(TinyModel.Tokens(seed));
        Assert.NotEmpty(session.Generate(TinyModel.Tokens(seed, 5), new GenerationOptions { MaxTokens = 3, IgnoreEndOfText = true }, stop));
    }
}
