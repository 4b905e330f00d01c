using CsCheck;
using Loci.Selection;
using Loci.Selection.Kernels;

namespace Loci.Tests.Selection;

public sealed class NoiseSuggestionTests
{
    [Fact]
    public void It_is_positive_and_finite_for_every_kernel() => Instance.Any.Sample(instance =>
    {
        NoiseSuggestion found = NoiseSuggestion.Measure(instance.Kernel);
        Assert.True(found.Noise > 0);
        Assert.All((double[])[found.Diagonal, found.RandomMean, found.RandomSpread, found.TopMean, found.TopCorrelation, found.Noise], v => Assert.True(double.IsFinite(v)));
        Assert.InRange(found.Noise, 0, found.Diagonal > 0 ? found.Diagonal : 1);
    });

    [Theory]
    [InlineData(0.0)]
    [InlineData(double.Epsilon)]
    [InlineData(1e-150)]
    [InlineData(1e149)]
    public void It_is_so_at_the_ends_of_the_scale(double value)
    {
        foreach (int count in (int[])[0, 1, 2, 30])
        {
            double noise = NoiseSuggestion.Measure(new DelegateKernel(count, 2, (_, _) => value)).Noise;
            Assert.True(noise > 0 && double.IsFinite(noise));
        }
    }

    [Fact]
    public void Scaling_vectors_scales_it_by_the_square() => Gen.Select(Instance.Scalable, Gen.OneOf(0.25f, 8f, 1024f)).Sample((instance, scale) =>
    {
        Instance scaled = instance with { Candidates = Instance.Map(instance.Candidates, v => v * scale), Targets = Instance.Map(instance.Targets, v => v * scale) };
        NoiseSuggestion one = NoiseSuggestion.Measure(instance.Kernel), other = NoiseSuggestion.Measure(scaled.Kernel);
        double factor = one.Diagonal == 0 ? 1 : (double)scale * scale;
        Assert.Equal(one.Noise * factor, other.Noise, 1e-12 * factor);
    });

    [Fact]
    public void The_order_of_candidates_does_not_matter_where_every_pair_counts() => Gen.Select(Instance.Any, Gen.Int).Sample((instance, seed) =>
    {
        float[][] shuffled = [.. instance.Candidates];
        new Random(seed).Shuffle(shuffled);
        NoiseSuggestion one = NoiseSuggestion.Measure(instance.Kernel), other = NoiseSuggestion.Measure((instance with { Candidates = shuffled }).Kernel, seed);
        Assert.Equal(one.RandomMean, other.RandomMean, 1e-12);
        Assert.Equal(one.RandomSpread, other.RandomSpread, 1e-6); // a square root
        Assert.Equal(one.TopMean, other.TopMean, 1e-12);
    });

    [Fact]
    public void Scales_are_those_of_the_pairs()
    {
        var kernel = new DenseKernel(new float[] { 2, 0, 0, 1, 1, 1 }, new float[] { 1, 0 }, 2);
        NoiseSuggestion found = NoiseSuggestion.Measure(kernel);
        Assert.Equal(7.0 / 3, found.Diagonal, 1e-12);        // 4, 1, 2
        Assert.Equal(1, found.RandomMean, 1e-12);            // 0, 2, 1
        Assert.Equal(Math.Sqrt(2.0 / 3), found.RandomSpread, 1e-12);
        Assert.Equal(1, found.TopMean, 1e-12);               // 2, 0, 1
        Assert.Equal((1 + Math.Sqrt(0.5)) / 3, found.TopCorrelation, 1e-12);
        double share = 1 - found.TopCorrelation;
        Assert.Equal((7.0 / 3 - 1) * share * share, found.Noise, 1e-12);
    }

    [Fact]
    public void A_sample_comes_close_to_all_pairs()
    {
        var random = new Random(4);
        float[] rows = [.. Enumerable.Range(0, 500 * 8).Select(_ => random.NextSingle())];
        var kernel = new DenseKernel(rows, rows.AsMemory(0, 8), 8);
        Assert.Equal(NoiseSuggestion.Measure(kernel, sample: 500).Noise, NoiseSuggestion.Measure(kernel, sample: 60).Noise, 0.02);
    }

    [Theory]
    [InlineData(0.01, 0.2, 0.1, 1)]     // sparse TF-IDF cosines
    [InlineData(0.01, 0.45, 0.1, 1)]
    [InlineData(0.2, 0.7, 0.01, 0.1)]   // dense embeddings
    [InlineData(0.6, 0.9, 0.004, 0.1)]
    public void Known_representations_get_what_does_well_with_them(double pair, double top, double least, double most) =>
        Assert.InRange(NoiseSuggestion.Measure(new DelegateKernel(40, 1, (a, b) => a == b ? 1 : Math.Max(a, b) == 40 ? top : pair)).Noise, least, most);

    [Fact]
    public void What_is_no_kernel_is_refused()
    {
        Assert.Throws<InvalidInputException>(() => NoiseSuggestion.Measure(new DelegateKernel(3, 1, (a, b) => a == 1 && b == 3 ? double.NaN : 1)));
        Assert.Throws<InvalidInputException>(() => NoiseSuggestion.Measure(new DelegateKernel(3, 1, (_, _) => -1)));
        Assert.Throws<InvalidInputException>(() => NoiseSuggestion.Measure(new DelegateKernel(3, 1, (_, _) => 1), sample: 0));
    }
}
