using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

public sealed class ForwardTests
{
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Cases => GoldenModel.Cases();

    [Theory, MemberData(nameof(Cases))]
    public void Logits_and_last_states_are_those_of_the_original(string folder)
    {
        foreach (var config in new[] { "config.json", "config.transformers5.json" })
        {
            using var golden = new GoldenModel(folder, config);
            foreach (var sample in golden.Expected.GetProperty("cases").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!))
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                var weights = new FrozenWeights(golden.Store);
                var padding = golden.Padding(sample);
                var hidden = golden.Decoder.Hidden(weights, golden.Int64s(sample + ".input_ids"), padding: padding);
                AssertNear($"{config} {sample} hidden", golden.Singles(sample + ".last_hidden_state"), hidden, padding?.Real);
                AssertNear($"{config} {sample} logits", golden.Singles(sample + ".logits"), golden.Decoder.Logits(weights, hidden), padding?.Real);
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Residual_streams_are_those_of_the_original(string folder)
    {
        using var golden = new GoldenModel(folder);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var layer = 0;
        golden.Decoder.Hidden(new FrozenWeights(golden.Store), golden.Int64s("len7.input_ids"), trace: state =>
            AssertNear($"state {layer}", golden.Singles($"len7.hidden_states.{layer++}"), state, real: null));
        Assert.Equal(golden.Blueprint.Layers.Count + 1, layer);
    }

    /// <summary>Compares only where a token is real: what stands at padding is nobody's business.</summary>
    private static void AssertNear(string what, Tensor expected, Tensor found, Tensor? real)
    {
        var difference = (expected - found).abs();
        if (real is not null) difference = difference * real.unsqueeze(2);
        Assert.False(found.isnan().any().item<bool>(), what + " has NaN");
        var most = difference.max().item<float>();
        Assert.True(most <= Tolerance, $"{what}: differs by {most}");
    }
}
