using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Tuning;

public sealed class LearningRatesTests
{
    [Theory]
    [InlineData(260_000, 3e-4, 3e-3)]
    [InlineData(10_000_000, 3e-4, 3e-3)]
    [InlineData(124_000_000, 5e-5, 5e-4)]
    [InlineData(774_000_000, 5e-5, 5e-4)]
    [InlineData(1_300_000_000, 5e-6, 5e-4)]
    public void Rates_go_by_method_and_size(long parameters, double full, double lora) =>
        Assert.Equal((full, lora, full), (LearningRates.Full(parameters), LearningRates.Lora(parameters), LearningRates.Head(parameters)));

    [Fact]
    public void A_tuner_without_a_rate_takes_that_of_the_models_size()
    {
        using var tiny = new TinyModel();
        using var model = tiny.Load();
        Assert.Equal(After(new LoraTuner(new LoraOptions { LearningRate = 3e-3 })), After(new LoraTuner()));
        Assert.Equal(After(new FullTuner(new FullTuningOptions { LearningRate = 3e-4 })), After(new FullTuner()));
        Assert.Equal(After(new HeadTuner(new FullTuningOptions { LearningRate = 3e-4 })), After(new HeadTuner()));

        float[] After(Loci.Models.ITuner tuner)
        {
            using var session = tuner.Begin(model, 1);
            session.Step(TinyModel.Tokens(1), TestContext.Current.CancellationToken);
            return session.Losses(TinyModel.Tokens(1));
        }
    }
}
