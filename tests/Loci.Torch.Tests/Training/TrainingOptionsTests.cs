using Loci.Torch.Training;

namespace Loci.Torch.Tests.Training;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void The_rate_warms_up_stays_and_falls_to_almost_zero()
    {
        var options = new TrainingOptions { LearningRate = 0.01, WarmupShare = 0.1, DecayShare = 0.4 };
        var rates = Enumerable.Range(0, 100).Select(step => options.Rate(step, 100)).ToArray();
        Assert.Equal(0.001, rates[0], 1e-12);
        for (var step = 1; step < 10; step++) Assert.True(rates[step] > rates[step - 1]);
        Assert.All(rates[9..61], rate => Assert.Equal(0.01, rate, 1e-12));
        for (var step = 61; step < 100; step++) Assert.Equal(0.01 * (100 - step) / 40, rates[step], 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Every_step_of_a_short_run_learns(int total) =>
        Assert.All(Enumerable.Range(0, total), step => Assert.InRange(new TrainingOptions().Rate(step, total), 1e-9, new TrainingOptions().LearningRate));

    public static TheoryData<TrainingOptions, string> Impossible => new()
    {
        { new() { BatchSize = 0 }, "BatchSize" },
        { new() { Steps = -1 }, "Steps" },
        { new() { Epochs = 0 }, "Epochs" },
        { new() { Epochs = double.NaN }, "Epochs" },
        { new() { LearningRate = double.PositiveInfinity }, "LearningRate" },
        { new() { WindowLength = -1 }, "WindowLength" },
        { new() { WarmupShare = 1.1 }, "WarmupShare" },
        { new() { DecayShare = double.NaN }, "DecayShare" },
        { new() { ClipNorm = 0 }, "ClipNorm" },
        { new() { Beta1 = 1 }, "Beta1" },
        { new() { Beta2 = double.NaN }, "Beta2" },
        { new() { WeightDecay = -0.1 }, "WeightDecay" },
        { new() { CheckpointEvery = 0 }, "CheckpointEvery" },
        { new() { ValidateEvery = 0 }, "ValidateEvery" },
    };

    [Theory, MemberData(nameof(Impossible))]
    public void Impossible_settings_are_refused_by_name(TrainingOptions options, string name)
    {
        var error = Assert.Throws<InvalidInputException>(options.Validate);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_possible() => new TrainingOptions().Validate();
}
