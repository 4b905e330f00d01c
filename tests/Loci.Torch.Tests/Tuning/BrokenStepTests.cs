using Loci.Models;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Tuning;

/// <summary>A step that is cancelled or meets a number that is none was never taken.</summary>
public sealed class BrokenStepTests : IDisposable
{
    private readonly TinyModel _folder = new();
    private readonly CausalLanguageModel _model;
    private readonly string _hash;

    public BrokenStepTests()
    {
        _model = _folder.Load();
        _hash = _model.WeightsHash();
    }

    public static TheoryData<bool> Kinds => [true, false];

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Cancelled_between_steps_a_session_stays_as_it_was(bool lora)
    {
        ITuner tuner = lora ? new LoraTuner() : new FullTuner();
        using var session = tuner.Begin(_model, 3);
        session.Step(TinyModel.Tokens(1), TestContext.Current.CancellationToken);
        var before = session.Losses(TinyModel.Tokens(2));
        Assert.Throws<OperationCanceledException>(() => session.Step(TinyModel.Tokens(1), new CancellationToken(canceled: true)));
        Assert.Equal(1, session.Steps);
        Assert.Equal(before, session.Losses(TinyModel.Tokens(2)));
        Assert.Equal(_hash, _model.WeightsHash());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Cancelled_within_a_step_parameters_stay_as_they_were(bool lora)
    {
        using var stop = new CancellationTokenSource();
        using var copy = _model.Parameters.Clone();
        using var adapter = new LoraAdapter(LoraAdapter.Select(_model.Blueprint, LoraTargets.All), 4, 8, 0, CPU);
        Tensor[] parameters = lora ? [.. adapter.Parameters] : [.. copy.Masters.Values];
        IWeights weights = lora ? new AdaptedWeights(_model.Weights, adapter) : new TrainableWeights(copy);
        using var steps = new GradientSteps(_model.Decoder, new CancelledWeights(weights, stop), parameters, new StepOptions(), 0.01, 2);
        var before = parameters.Select(Values).ToArray();

        using (NewDisposeScope())
            Assert.Throws<OperationCanceledException>(() => steps.Take([TinyModel.Tokens(1)], stop.Token));

        Assert.True(stop.IsCancellationRequested);
        Assert.Equal(0, steps.Taken);
        Assert.Equal(before, parameters.Select(Values));
        Assert.All(parameters, parameter => Assert.True(parameter.grad is null));
        Assert.Equal(_hash, _model.WeightsHash());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_loss_that_is_no_number_stops_before_the_step(bool lora)
    {
        ITuner tuner = lora ? new LoraTuner() : new FullTuner();
        using (no_grad())
        {
            using var scope = NewDisposeScope();
            _model.Parameters.Master("model.norm.weight").fill_(float.NaN);
        }
        var hash = _model.WeightsHash();
        using var session = tuner.Begin(_model, 2);
        var error = Assert.Throws<NonFiniteLossException>(() => session.Step(TinyModel.Tokens(1), TestContext.Current.CancellationToken));
        Assert.Contains("not taken", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, session.Steps);
        Assert.Equal(hash, _model.WeightsHash());
    }

    [Fact]
    public void A_step_so_large_that_it_breaks_the_weights_is_met_at_the_next()
    {
        using var session = new FullTuner(new FullTuningOptions { LearningRate = 1e30 }).Begin(_model, 3);
        session.Step(TinyModel.Tokens(1), TestContext.Current.CancellationToken);
        Assert.Throws<NonFiniteLossException>(() => session.Step(TinyModel.Tokens(1), TestContext.Current.CancellationToken));
        Assert.Equal(1, session.Steps);
        Assert.Equal(_hash, _model.WeightsHash());
    }

    private static float[] Values(Tensor parameter)
    {
        using var scope = NewDisposeScope();
        return parameter.detach().data<float>().ToArray();
    }
}
