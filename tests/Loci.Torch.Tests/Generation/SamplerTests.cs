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
        Assert.Equal(Array.IndexOf(values, values.Max()), new Sampler(new GenerationOptions()).Next(logits).Id);
        Assert.Equal(Array.IndexOf(values, values.Max()), new Sampler(new GenerationOptions { Temperature = 0.7, TopK = 1 }).Next(logits).Id);
    });

    [Fact]
    public void Top_k_draws_among_the_k_most_likely() => Gen.Select(Logits, Gen.Int[1, 10], Gen.Double[0.1, 5], Gen.Long).Sample((logits, k, temperature, seed) =>
    {
        var next = new Sampler(new GenerationOptions { Temperature = temperature, TopK = k, Seed = seed }).Next(logits).Id;
        Assert.True(logits.Count(logit => logit > logits[next]) < k);
    });

    [Fact]
    public void Top_p_draws_from_the_smallest_set_that_reaches_p() => Gen.Select(Logits, Gen.Double[0.05, 0.99], Gen.Double[0.2, 3], Gen.Long).Sample((logits, p, temperature, seed) =>
    {
        var next = new Sampler(new GenerationOptions { Temperature = temperature, TopP = p, Seed = seed }).Next(logits).Id;
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
        for (var i = 0; i < Draws; i++) counts[sampler.Next(logits).Id]++;
        var total = logits.Sum(logit => Math.Exp(logit / 2));
        for (var i = 0; i < 3; i++) Assert.Equal(Math.Exp(logits[i] / 2) / total, counts[i] / (double)Draws, 0.015);
    }

    [Fact]
    public void One_seed_gives_one_sequence() => Gen.Select(Logits, Gen.Long).Sample((logits, seed) =>
    {
        var options = new GenerationOptions { Temperature = 1, Seed = seed };
        Sampler one = new(options), two = new(options);
        for (var i = 0; i < 5; i++) Assert.Equal(one.Next(logits).Id, two.Next(logits).Id);
    });

    [Fact]
    public void Top_k_top_p_and_min_p_leave_what_one_after_the_other_leaves_of_the_sorted_whole() =>
        Gen.Select(Logits, Gen.Int[0, 12], Gen.OneOf(Gen.Const(1.0), Gen.Double[0.05, 0.99]), Gen.OneOf(Gen.Const(0.0), Gen.Double[0.001, 1]), Gen.Double[0.2, 3], Gen.Int).Sample((logits, k, p, minimum, temperature, seed) =>
        {
            var options = new GenerationOptions { Temperature = temperature, TopK = k, TopP = p, MinP = minimum, Seed = seed };
            var sampler = new Sampler(options);
            var kept = Naive(logits, options);
            var drawn = Enumerable.Range(0, 200).Select(_ => sampler.Next(logits).Id).ToHashSet();
            Assert.Subset(kept.Keys.ToHashSet(), drawn);
            Assert.All(kept.Where(pair => pair.Value > 0.15), pair => Assert.Contains(pair.Key, drawn)); // missed in 200 draws once in 10¹⁴
        });

    [Fact]
    public void Penalties_lower_what_was_there_and_nothing_else()
    {
        float[] logits = [2, 1.9f, -1, 0];
        Assert.Equal([0, 1, 0, 1], Ids(new() { PresencePenalty = 0.2, FrequencyPenalty = 0.15 }, logits, 4)); // 2, 1.9, 1.65, 1.55: a draw costs 0.15, the first of a token 0.2 more
        Assert.Equal(1, new Sampler(new() { RepetitionPenalty = 1.2 }, prompt: [0]).Next(logits).Id);
        Assert.Equal(0, new Sampler(new() { RepetitionPenalty = 1.2 }, prompt: [2]).Next(logits).Id);
        Assert.Equal([0, 1, 0, 0], Ids(new() { RepetitionPenalty = 1.5 }, logits, 4)); // once each is divided, the order is as before
        Assert.Equal(1, new Sampler(new() { RepetitionPenalty = 3 }, prompt: [0]).Next([-1, -2]).Id); // a negative logit is multiplied
        Assert.Equal(0, new Sampler(new() { RepetitionPenalty = 0.9 }, prompt: [0]).Next([1, 1.05f]).Id); // below 1 rewards
    }

    [Fact]
    public void Log_probabilities_are_those_of_the_model_whatever_decides_the_draw() => Gen.Select(Logits, Gen.Int[0, 50], Gen.Int).Sample((logits, top, seed) =>
    {
        var options = new GenerationOptions { Temperature = 2, TopK = 3, RepetitionPenalty = 1.3, Seed = seed, TopLogProbabilities = top };
        var token = new Sampler(options, prompt: [0]).Next(logits);
        double whole = Math.Log(logits.Sum(logit => Math.Exp(logit)));
        Assert.Equal(logits[token.Id] - whole, token.LogProbability, 1e-9);
        int[] likeliest = [.. Enumerable.Range(0, logits.Length).OrderByDescending(id => logits[id]).Take(top)]; // a stable sort: ties by id
        Assert.Equal(likeliest, token.Alternatives.Select(one => one.Id));
        Assert.All(token.Alternatives, one => Assert.Equal(logits[one.Id] - whole, one.LogProbability, 1e-9));
    });

    [Fact]
    public void Neighbouring_seeds_draw_unlike_each_other()
    {
        var logits = new float[1000];
        var draws = Enumerable.Range(-20, 41).Select(seed => string.Join(',', Ids(new() { Temperature = 1, Seed = seed }, logits, 4)));
        Assert.Equal(41, draws.Distinct().Count());
    }

    [Fact]
    public void Logits_that_are_no_numbers_are_refused()
    {
        Assert.Contains("not numbers", Assert.Throws<InvalidInputException>(() => new Sampler(new()).Next([1, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => new Sampler(new() { Temperature = 1, TopK = 1 }).Next([float.PositiveInfinity, 1]));
    }

    [Fact]
    public void What_is_too_unlikely_for_a_number_is_not_looked_for() =>
        Assert.Equal(1, new Sampler(new() { Temperature = 1e-3, TopK = 50 }).Next([.. Enumerable.Range(0, 100).Select(id => id == 1 ? 5f : 0f)]).Id);

    private static int[] Ids(GenerationOptions options, float[] logits, int count)
    {
        var sampler = new Sampler(options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next(logits).Id)];
    }

    /// <summary>Probability of each token that is left, the slow way.</summary>
    private static Dictionary<int, double> Naive(float[] logits, GenerationOptions options)
    {
        var weights = logits.Select((logit, id) => (Id: id, Weight: Math.Exp((logit - logits.Max()) / options.Temperature))).OrderByDescending(pair => pair.Weight).ToList();
        if (options.TopK > 0) weights = [.. weights.Take(options.TopK)];
        var total = weights.Sum(pair => pair.Weight);
        var sum = 0.0;
        if (options.TopP < 1) weights = [.. weights.TakeWhile(pair => (sum += pair.Weight) - pair.Weight < options.TopP * total)];
        weights = [.. weights.Where(pair => pair.Weight >= options.MinP)];
        return weights.ToDictionary(pair => pair.Id, pair => pair.Weight / weights.Sum(one => one.Weight));
    }
}
