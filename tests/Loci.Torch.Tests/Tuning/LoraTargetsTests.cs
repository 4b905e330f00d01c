using Loci.Torch.Adapters;
using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Tuning;

public sealed class LoraTargetsTests
{
    [Theory]
    [InlineData(LoraTargets.All, "q_proj k_proj v_proj o_proj gate_proj up_proj down_proj")]
    [InlineData(LoraTargets.Attention, "q_proj k_proj v_proj o_proj")]
    [InlineData(LoraTargets.MlpDown, "down_proj")]
    public void An_adapter_covers_what_its_targets_name_in_every_layer(LoraTargets targets, string modules)
    {
        using var tiny = new TinyModel();
        using var model = tiny.Load();
        using var session = new LoraTuner(new LoraOptions { Targets = targets, Rank = 2 }).Begin(model, 1);
        using var adapter = Adapter.Of(session);
        Assert.Equal(2 * modules.Split(' ').Length, adapter.Modules.Count);
        Assert.All(adapter.Modules, module => Assert.Contains(module.Split('.')[^1], modules.Split(' ')));
    }

    [Fact]
    public void All_linear_maps_are_the_default() => Assert.Equal(LoraTargets.All, new LoraOptions().Targets);
}
