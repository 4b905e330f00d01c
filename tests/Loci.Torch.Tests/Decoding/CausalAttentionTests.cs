using CsCheck;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Decoding;

/// <summary>Attention within a window against the sum written out for each query.</summary>
public sealed class CausalAttentionTests
{
    private const int Kept = 9; // context, so that biases for longer keys are made per call

    [Fact]
    public void A_query_mixes_the_newest_keys_of_its_window() =>
        Gen.Select(Gen.Int[1, 14], Gen.Int[0, 14], Gen.Int[1, 16], Gen.Double[0, 8], Gen.Select(Gen.Int[1, 20], Gen.UInt)).Sample((time, before, window, cap, rest) =>
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            using var generator = new Generator(rest.Item2, CPU);
            var how = new Attention(0.7, SoftCap: cap < 1 ? null : cap);
            using var attention = new CausalAttention(how, [window], Kept, ScalarType.Float32, CPU, queriesAtATime: rest.Item1);
            var seen = before + time;
            Tensor query = Random(time), key = Random(seen), value = Random(seen);
            var found = attention.Mix(query, key, value, window, bias: null);
            for (var t = 0; t < time; t++)
                Assert.True((Expected(how, query[0, 0, t], key[0, 0], value[0, 0], before + t, window) - found[0, 0, t]).abs().max().item<float>() < 1e-5, $"query {t} of {time}, {seen} keys, window {window}");

            Tensor Random(long length) => randn([1, 1, length, 3], ScalarType.Float32, generator: generator);
        }, iter: 300, threads: 1);

    [Fact]
    public void Padding_says_the_same_as_no_padding_where_every_position_is_real()
    {
        const int Time = 8, Window = 3;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var generator = new Generator(1, CPU);
        using var attention = new CausalAttention(new Attention(1), [Window], 16, ScalarType.Float32, CPU, queriesAtATime: 3);
        Tensor query = Random(), key = Random(), value = Random();
        var real = ones([1, Time], ScalarType.Int64);
        var bias = new BatchPadding(real, arange(Time).unsqueeze(0)).AttentionBias(Window, ScalarType.Float32);
        Assert.True((attention.Mix(query, key, value, Window, bias: null) - attention.Mix(query, key, value, Window, bias)).abs().max().item<float>() < 1e-6);

        Tensor Random() => randn([1, 2, Time, 4], ScalarType.Float32, generator: generator);
    }

    [Fact]
    public void Wide_scores_keep_apart_what_bfloat16_rounds_to_one()
    {
        using var scope = NewDisposeScope();
        Tensor query = Half(16, 1), keys = Half(16, 0, 16, 1), values = Half(1, 0, 0, 1); // scores 256 and 257
        var wide = new Attention(1, WideScores: true).Mix(query, keys, values, bias: null);
        Assert.Equal(ScalarType.BFloat16, wide.dtype);
        Assert.Equal(1 / (1 + Math.E), wide.to(ScalarType.Float32)[0, 0, 0, 0].item<float>(), 2e-3);
        Assert.Equal(0.5, new Attention(1).Mix(query, keys, values, bias: null).to(ScalarType.Float32)[0, 0, 0, 0].item<float>(), 2e-3);

        static Tensor Half(params float[] numbers) => tensor(numbers, [1, 1, numbers.Length / 2, 2]).to(ScalarType.BFloat16);
    }

    private static Tensor Expected(Attention how, Tensor query, Tensor keys, Tensor values, int position, int window)
    {
        var first = Math.Max(0, position - window + 1);
        var scores = keys.narrow(0, first, position - first + 1).matmul(query) * how.Scale;
        if (how.SoftCap is { } cap) scores = cap * (scores / cap).tanh();
        return scores.softmax(0).matmul(values.narrow(0, first, position - first + 1));
    }
}
