using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using Loci.Torch.Training;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Training;

public sealed class FreshWeightsTests
{
    public static TheoryData<string> Configurations => TinyFamilies.All;

    [Theory, MemberData(nameof(Configurations))]
    public void Fresh_norms_give_states_of_unit_size(string configuration)
    {
        using var folder = new TinyModel(configuration);
        var blueprint = Families.Read(folder.Config);
        using var store = FreshWeights.Create(blueprint, ScalarType.Float32, seed: 3);
        using var decoder = new Decoder(blueprint, ScalarType.Float32, CPU);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var hidden = decoder.Hidden(new FrozenWeights(store), arange(10).unsqueeze(0));
        Assert.True((hidden.square().mean([-1]) - 1).abs().max().item<float>() < 1e-2); // ε takes a little
    }

    [Theory, MemberData(nameof(Configurations))]
    public void A_fresh_model_learns_a_text(string configuration)
    {
        using var folder = new TinyModel(configuration);
        using var model = folder.Load();
        using var session = new LoraTuner().Begin(model, 30);
        var text = TinyModel.Tokens(1);
        var before = model.Losses(text).Average();
        for (var step = 0; step < 30; step++) session.Step(text, TestContext.Current.CancellationToken);
        Assert.True(session.Losses(text).Average() < 0.8 * before);
    }
}
