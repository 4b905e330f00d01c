using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Tuning;

public sealed class CarriedMomentsTests : IDisposable
{
    private readonly TinyModel _folder = new();
    private readonly CausalLanguageModel _model;

    public CarriedMomentsTests() => _model = _folder.Load();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_came_before_shapes_a_session_only_where_moments_are_carried_over()
    {
        using var carried = new CarriedMoments();
        var carrying = new FullTuner(new FullTuningOptions { LearningRate = 0.01, Carried = carried });
        var fresh = new FullTuner(new FullTuningOptions { LearningRate = 0.01 });
        var alone = After(fresh, 1, 7);
        Assert.Equal(alone, After(carrying, 1, 7)); // nothing is there yet to carry
        After(fresh, 2, 30);
        Assert.Equal(alone, After(fresh, 1, 7));
        Assert.NotEqual(alone, After(carrying, 1, 7));
    }

    /// <summary>Losses after two steps on texts of a seed, from the base's weights.</summary>
    private float[] After(FullTuner tuner, int steps, int seed)
    {
        using var session = tuner.Begin(_model, steps + 1);
        for (var i = 0; i <= steps; i++) session.Step(TinyModel.Tokens(seed + i), Stop);
        Assert.Equal(steps + 1, session.Steps);
        return session.Losses(TinyModel.Tokens(99));
    }
}
