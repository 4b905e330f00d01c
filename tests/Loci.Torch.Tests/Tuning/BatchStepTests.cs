using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Tuning;

/// <summary>One gradient step on several texts.</summary>
public sealed class BatchStepTests
{
    private static readonly int[][] Texts = [TinyModel.Tokens(1, 12), TinyModel.Tokens(2, 5), TinyModel.Tokens(3, 40)]; // one is longer than the context

    public static TheoryData<string> Configurations => TinyFamilies.All;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Configurations))]
    public void Its_gradient_is_the_mean_of_the_texts_gradients(string configuration)
    {
        using var folder = new TinyModel(configuration);
        using var model = folder.Load();
        using var each = new TextGradient(model);
        float[][] alone = [.. Texts.Select(each.Of)];
        using var copy = model.Parameters.Clone();
        Tensor[] parameters = [.. model.Blueprint.Parameters().Select(parameter => copy.Master(parameter.Name))];
        var seen = new Seen(parameters);
        using (var steps = new GradientSteps(model.Decoder, model.Over(new TrainableWeights(copy)), parameters, seen, new StepOptions { ClipNorm = double.PositiveInfinity }, 1, 1))
        {
            var (losses, norm) = steps.Take([.. Texts.Select(text => text[..Math.Min(text.Length, TinyModel.Context + 1)])], Stop);
            for (var i = 0; i < Texts.Length; i++) Assert.Equal(model.Losses(Texts[i].AsSpan(0, Math.Min(Texts[i].Length, TinyModel.Context + 1))).Average(loss => (double)loss), losses[i], 2e-4);
            Assert.Equal(Math.Sqrt(seen.Gradient.Sum(value => (double)value * value)), norm, 1e-3);
        }
        for (var i = 0; i < seen.Gradient.Length; i++) Assert.Equal(alone.Average(gradient => gradient[i]), seen.Gradient[i], 2e-4f);
    }

    [Theory, InlineData("lora"), InlineData("full"), InlineData("head"), InlineData("damped")]
    public void The_same_text_twice_is_that_text_once(string name)
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        var tuner = SessionTests.Tuner(name);
        using var twice = tuner.Begin(model, 1);
        using var once = tuner.Begin(model, 1);
        var loss = once.Step(Texts[0], Stop);
        Assert.All(twice.Step([Texts[0], Texts[0]], Stop), same => Assert.Equal(loss, same, 1e-4));
        Assert.Equal((1, 1), (once.Steps, twice.Steps));
        Assert.All(once.Losses(Texts[1]).Zip(twice.Losses(Texts[1])), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
    }

    [Fact]
    public void No_text_or_one_that_teaches_nothing_is_refused()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        using var session = SessionTests.Tuner("damped").Begin(model, 1);
        Assert.Throws<ArgumentException>(() => session.Step(new List<int[]>(), Stop));
        Assert.Throws<ArgumentException>(() => session.Step([Texts[0], [5]], Stop));
        Assert.Equal(0, session.Steps);
        Assert.Equal(model.Losses(Texts[1]), session.Losses(Texts[1]));
    }

    /// <summary>Moves nothing, and keeps the gradient that it was given.</summary>
    private sealed class Seen(Tensor[] parameters) : IOptimizer
    {
        public float[] Gradient { get; private set; } = [];

        public int Steps { get; private set; }

        public void Step(double learningRate, double gradientScale = 1)
        {
            Steps++;
            Gradient = [.. parameters.SelectMany(parameter => parameter.grad is { } gradient ? ParameterStore.Values(gradient) : new float[(int)parameter.NumberOfElements])];
        }

        public void Dispose()
        {
        }
    }
}
