using CsCheck;
using Loci.Models;
using Loci.Torch.Generation;

namespace Loci.Torch.Tests.Generation;

public sealed class SamplerTests
{
    private static readonly Gen<float[]> Logits = Gen.Int[-24, 24].Select(quarters => quarters / 4f).Array[1, 40]; // ties, but no differences that exp loses

    [Fact]
    public void Greedy_takes_the_first_of_the_most_likely() => Gen.Int[-3, 3].Array[1, 20].Sample(values =>
    {
        var logits = values.Select(value => (float)value).ToArray();
        Assert.Equal(Array.IndexOf(values, values.Max()), new Sampler(new GenerationOptions()).Next(logits));
        Assert.Equal(Array.IndexOf(values, values.Max()), new Sampler(new GenerationOptions { Temperature = 0.7, TopK = 1 }).Next(logits));
    });

    [Fact]
    public void Top_k_draws_among_the_k_most_likely() => Gen.Select(Logits, Gen.Int[1, 10], Gen.Double[0.1, 5], Gen.Long).Sample((logits, k, temperature, seed) =>
    {
        var next = new Sampler(new GenerationOptions { Temperature = temperature, TopK = k, Seed = seed }).Next(logits);
        Assert.True(logits.Count(logit => logit > logits[next]) < k);
    });

    [Fact]
    public void Top_p_draws_from_the_smallest_set_that_reaches_p() => Gen.Select(Logits, Gen.Double[0.05, 0.99], Gen.Double[0.2, 3], Gen.Long).Sample((logits, p, temperature, seed) =>
    {
        var next = new Sampler(new GenerationOptions { Temperature = temperature, TopP = p, Seed = seed }).Next(logits);
        var weights = logits.Select(logit => Math.Exp(logit / temperature)).ToArray();
        var before = logits.Zip(weights).Where(pair => pair.First > logits[next]).Sum(pair => pair.Second) / weights.Sum();
        Assert.True(before < p + 1e-9, $"tokens of {before} together come before the one drawn, so {p} was reached without it");
    });

    [Fact]
    public void Draws_follow_the_softmax()
    {
        float[] logits = [0, 1, 2];
        var sampler = new Sampler(new GenerationOptions { Temperature = 2, Seed = 11 });
        const int Draws = 20_000;
        var counts = new int[3];
        for (var i = 0; i < Draws; i++) counts[sampler.Next(logits)]++;
        var total = logits.Sum(logit => Math.Exp(logit / 2));
        for (var i = 0; i < 3; i++) Assert.Equal(Math.Exp(logits[i] / 2) / total, counts[i] / (double)Draws, 0.015);
    }

    [Fact]
    public void One_seed_gives_one_sequence() => Gen.Select(Logits, Gen.Long).Sample((logits, seed) =>
    {
        var options = new GenerationOptions { Temperature = 1, Seed = seed };
        Sampler one = new(options), two = new(options);
        for (var i = 0; i < 5; i++) Assert.Equal(one.Next(logits), two.Next(logits));
    });
}
