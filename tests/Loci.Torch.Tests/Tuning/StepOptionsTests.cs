using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Tuning;

public sealed class StepOptionsTests
{
    [Fact]
    public void The_rate_falls_linearly_from_its_peak_to_the_final_share()
    {
        var options = new StepOptions { FinalShare = 0.2 };
        Assert.Equal([1, 0.8, 0.6, 0.4, 0.2], Enumerable.Range(0, 5).Select(step => Math.Round(options.Rate(1, step, 5), 12)));
        Assert.Equal(0.2, options.Rate(1, 9, 5), 1e-12);
    }

    [Fact]
    public void One_planned_step_runs_at_the_peak() => Assert.Equal(3e-4, new StepOptions().Rate(3e-4, 0, 1));

    [Fact]
    public void A_final_share_of_one_keeps_the_rate() => Assert.Equal(3e-4, new StepOptions { FinalShare = 1 }.Rate(3e-4, 7, 9));

    public static TheoryData<StepOptions> Impossible =>
    [
        new StepOptions { ClipNorm = 0 },
        new StepOptions { ClipNorm = double.NaN },
        new StepOptions { FinalShare = -0.1 },
        new StepOptions { FinalShare = double.NaN },
        new StepOptions { Optimizer = new AdamWOptions(Beta1: 1) },
        new StepOptions { Optimizer = new AdamWOptions(Beta2: -0.5) },
        new StepOptions { Optimizer = new AdamWOptions(Epsilon: 0) },
        new StepOptions { Optimizer = new AdamWOptions(WeightDecay: double.NaN) },
    ];

    [Theory, MemberData(nameof(Impossible))]
    public void Impossible_settings_are_refused_by_both_tuners(StepOptions steps)
    {
        Assert.Throws<InvalidInputException>(() => new LoraTuner(new LoraOptions { Steps = steps }));
        Assert.Throws<InvalidInputException>(() => new FullTuner(new FullTuningOptions { Steps = steps }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Impossible_learning_rates_are_refused_by_both_tuners(double rate)
    {
        Assert.Throws<InvalidInputException>(() => new LoraTuner(new LoraOptions { LearningRate = rate }));
        Assert.Throws<InvalidInputException>(() => new FullTuner(new FullTuningOptions { LearningRate = rate }));
    }

    [Fact]
    public void Impossible_adapters_are_refused()
    {
        Assert.Throws<InvalidInputException>(() => new LoraTuner(new LoraOptions { Rank = 0 }));
        Assert.Throws<InvalidInputException>(() => new LoraTuner(new LoraOptions { Alpha = double.NaN }));
        Assert.Throws<InvalidInputException>(() => new LoraTuner(new LoraOptions { Alpha = 0 }));
        Assert.Throws<InvalidInputException>(() => new LoraTuner(new LoraOptions { Targets = (LoraTargets)9 }));
    }
}
