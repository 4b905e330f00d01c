using Loci.Torch.Decoding;
using Loci.Torch.Decoding.Positions;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Decoding;

/// <summary>What is kept for short texts and made for long ones is the same.</summary>
public sealed class LongContextTests
{
    [Fact]
    public void Windows_longer_than_the_kept_bias_are_causal_too()
    {
        const int Kept = 2048, Long = Kept + 37;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var attention = new CausalAttention(new Attention(0.5), [LayerBlueprint.Unlimited], 1 << 20, ScalarType.Float32, CPU);
        using var generator = new Generator(1, CPU);
        var (query, key, value) = (Random(), Random(), Random());
        var whole = attention.Mix(query, key, value, LayerBlueprint.Unlimited, bias: null);
        var prefix = attention.Mix(First(query), First(key), First(value), LayerBlueprint.Unlimited, bias: null);
        Assert.True((First(whole) - prefix).abs().max().item<float>() < 1e-5);
        var last = attention.Mix(query.narrow(2, Kept, 37), key, value, LayerBlueprint.Unlimited, bias: null); // as after a cache
        Assert.True((whole.narrow(2, Kept, 37) - last).abs().max().item<float>() < 1e-5);

        Tensor Random() => randn([1, 1, Long, 4], ScalarType.Float32, generator: generator);
        Tensor First(Tensor x) => x.narrow(2, 0, Kept);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(99_999)]
    public void Rotary_turns_follow_their_formula_at_any_position(int position)
    {
        using var scope = NewDisposeScope();
        using var table = new RotaryTable(new RotaryConfiguration(10_000, 4).Frequencies(beyond: false), 1, 1 << 20, ScalarType.Float32, CPU);
        var turned = table.Apply(tensor(new float[] { 1, 2, 3, 4 }, [1, 1, 1, 4]), position + 1, positions: null).data<float>().ToArray();
        double[] angles = [position, position * 0.01];
        for (var i = 0; i < 2; i++)
        {
            double x = i + 1, y = i + 3, tolerance = 1e-4 + position * 1e-7; // the angle itself has 24 bits
            Assert.Equal(x * Math.Cos(angles[i]) - y * Math.Sin(angles[i]), turned[i], tolerance);
            Assert.Equal(y * Math.Cos(angles[i]) + x * Math.Sin(angles[i]), turned[i + 2], tolerance);
        }
    }

    [Fact]
    public void A_model_with_a_context_of_a_million_loads_and_answers()
    {
        using var folder = new TinyModel(TinyModel.Llama.Replace("\"max_position_embeddings\": 24", "\"max_position_embeddings\": 1048576", StringComparison.Ordinal));
        using var model = folder.Load();
        using var near = new TinyModel();
        using var same = near.Load(); // the same seed, so the same weights
        Assert.Equal(1 << 20, model.ContextLength);
        Assert.Equal(same.Losses(TinyModel.Tokens(1)), model.Losses(TinyModel.Tokens(1)));
        Assert.Equal(4, model.Generate(TinyModel.Tokens(1), new() { MaxTokens = 4, IgnoreEndOfText = true }, TestContext.Current.CancellationToken).Count());
    }
}
