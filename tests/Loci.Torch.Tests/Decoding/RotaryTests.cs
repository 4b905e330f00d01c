using Loci.Torch.Decoding.Positions;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Decoding;

public sealed class RotaryTests
{
    private static readonly LongRopeScaling Scaling = new([1, 2], [4, 8], OriginalContext: 10, AttentionFactor: 1.25);

    [Fact]
    public void Dimensions_beyond_the_width_pass_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var rotary = new Rotary(new RotaryConfiguration(100, Width: 4), 32, ScalarType.Float32, CPU);
        var (query, _) = rotary.Turn(Ramp(3), Ramp(3), start: 5, positions: null);
        Assert.Equal([4f, 5f], query[0, 0, 2].data<float>().ToArray()[4..]);
        Assert.NotEqual(0f, query[0, 0, 2, 0].item<float>());
    }

    /// <summary>Ten positions are turned by the short factors, the eleventh turns all by the long ones.</summary>
    [Theory]
    [InlineData(0, 10, 1, 2)]
    [InlineData(9, 1, 1, 2)]
    [InlineData(0, 11, 4, 8)]
    [InlineData(10, 1, 4, 8)]
    public void The_length_of_a_text_decides_its_frequencies(int start, int time, double first, double second)
    {
        using var scope = NewDisposeScope();
        using var rotary = new Rotary(new RotaryConfiguration(100, Width: 4, Scaling), 32, ScalarType.Float32, CPU);
        var (query, key) = rotary.Turn(Ramp(time), Ramp(time), start, positions: null);
        double[] frequencies = [1 / first, 0.1 / second]; // 100^(−2i/4), divided
        for (var t = 0; t < time; t++)
        {
            for (var pair = 0; pair < 2; pair++)
            {
                var angle = (start + t) * frequencies[pair];
                var expected = 1.25 * (pair * Math.Cos(angle) - (pair + 2) * Math.Sin(angle));
                Assert.Equal(expected, query[0, 0, t, pair].item<float>(), 1e-4);
            }
        }
        Assert.Equal(query.data<float>().ToArray(), key.data<float>().ToArray());
    }

    [Fact]
    public void The_longest_text_of_a_batch_decides_for_all()
    {
        using var scope = NewDisposeScope();
        using var rotary = new Rotary(new RotaryConfiguration(100, Width: 4, Scaling), 32, ScalarType.Float32, CPU);
        var batch = cat([Ramp(2), Ramp(2)], 0);
        var (query, _) = rotary.Turn(batch, batch, 0, tensor(new long[] { 3, 4, 9, 10 }, [2, 2]));
        Assert.Equal(1.25 * (Math.Cos(4 / 8.0 * 0.1) - 3 * Math.Sin(4 / 8.0 * 0.1)), query[0, 0, 1, 1].item<float>(), 1e-4);
    }

    /// <summary>(1, 1, time, 6) with 0, 1, 2, 3, 4, 5 in every row.</summary>
    private static Tensor Ramp(int time) => arange(6, ScalarType.Float32).expand(1, 1, time, 6).contiguous();
}
