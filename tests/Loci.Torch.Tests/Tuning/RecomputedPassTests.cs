using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Tuning;

public sealed class RecomputedPassTests
{
    public static TheoryData<string> Configurations => TinyFamilies.All;

    [Theory, MemberData(nameof(Configurations))]
    public void Blocks_computed_again_give_the_same_steps_bit_for_bit(string configuration)
    {
        using var folder = new TinyModel(configuration);
        using var model = folder.Load();
        Assert.Equal(Learnt(model, recompute: false), Learnt(model, recompute: true));
    }

    private static float[] Learnt(CausalLanguageModel model, bool recompute)
    {
        using var session = new FullTuner(new FullTuningOptions { LearningRate = 0.01, Steps = new StepOptions { Recompute = recompute } }).Begin(model, 3);
        for (var step = 0; step < 3; step++) session.Step(TinyModel.Tokens(step), TestContext.Current.CancellationToken);
        return session.Losses(TinyModel.Tokens(9));
    }
}
