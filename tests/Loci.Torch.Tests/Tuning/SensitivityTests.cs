using Loci.Scoring;
using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Tuning;

public sealed class SensitivityTests : IDisposable
{
    private readonly TinyModel _folder = new();
    private readonly CausalLanguageModel _model;

    public SensitivityTests() => _model = _folder.Load();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void It_is_the_product_of_the_mean_squares_of_rows_and_columns_and_leaves_the_model_as_it_was()
    {
        var before = _model.WeightsHash();
        int[][] texts = [TinyModel.Tokens(1), TinyModel.Tokens(2), TinyModel.Tokens(3)];
        using var gradients = new TextGradient(_model);
        float[][] slopes = [.. texts.Select(gradients.Of)];
        using var sensitivity = Sensitivity.Measure(_model, texts, Stop);
        double[] squares = [.. Enumerable.Range(0, slopes[0].Length).Select(i => slopes.Average(slope => (double)slope[i] * slope[i]))];
        var delta = 2 * Math.Sqrt(squares.Average());
        Assert.Equal(delta, 2 * sensitivity.RootMeanSquare(), 1e-4 * delta);
        var at = 0;
        foreach (var ((_, shape), factor) in _model.Blueprint.Parameters().Zip(sensitivity.Factors(_model.Blueprint, damping: 2)))
        {
            var values = factor.data<float>().ToArray();
            var (rows, columns) = (shape[0], shape.Length == 2 ? shape[1] : 1);
            double Mean(Func<long, bool> of) => Enumerable.Range(0, values.Length).Where(i => of(i)).Average(i => squares[at + i]);
            for (var i = 0; i < values.Length; i += 7)
            {
                var (row, column) = (i / columns, i % columns);
                var expected = shape.Length == 1 ? squares[at + i] : Mean(j => j / columns == row) * Mean(j => j % columns == column) / Mean(_ => true);
                Assert.Equal(1 / (1 + Math.Sqrt(expected) / delta), values[i], 1e-3);
            }
            Assert.Equal(rows * columns, values.Length);
            at += values.Length;
        }
        Assert.Equal(before, _model.WeightsHash());
    }

    [Fact]
    public void The_same_model_gives_the_same_and_no_text_is_refused()
    {
        using var one = Sensitivity.Measure(_model, texts: 3, Stop);
        using var two = Sensitivity.Measure(_model, texts: 3, Stop);
        foreach (var (first, second) in one.Factors(_model.Blueprint, 1).Zip(two.Factors(_model.Blueprint, 1))) Assert.Equal(first.data<float>().ToArray(), second.data<float>().ToArray());
        Assert.Throws<InvalidInputException>(() => Sensitivity.Measure(_model, [], Stop));
    }

    [Fact]
    public void A_gradient_says_what_a_small_step_saves()
    {
        using var gradients = new TextGradient(_model);
        int[] learnt = TinyModel.Tokens(1), other = TinyModel.Tokens(2);
        var inner = gradients.Of(learnt).Zip(gradients.Of(other)).Sum(pair => (double)pair.First * pair.Second);
        const double Rate = 1e-3;
        using var session = new DampedTuner(
            new DampedOptions { LearningRate = Rate, Momentum = 0, Damping = 1e9, ClipNorm = double.PositiveInfinity }, model => Sensitivity.Measure(model, [learnt], Stop)).Begin(_model, 1);
        session.Step(learnt, Stop);
        var saved = Loss(_model, other) - Loss(session, other);
        Assert.Equal(Rate * inner, saved, 0.05 * Math.Abs(Rate * inner) + 1e-5);
    }

    private static double Loss(Loci.Models.ILanguageModel model, int[] tokens) =>
        TextScorer.Score(model, tokens, 1, 0, 0, Stop) is var score ? score.Nats / score.Tokens : 0;
}
