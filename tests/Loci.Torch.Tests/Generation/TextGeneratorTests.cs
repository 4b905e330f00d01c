using Loci.Models;
using Loci.Torch.Generation;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Generation;

public sealed class TextGeneratorTests : IDisposable
{
    private readonly TinyModel _folder = new();
    private readonly CausalLanguageModel _model;

    public TextGeneratorTests() => _model = _folder.Load();

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string> Configurations => TinyFamilies.All;

    /// <summary>The windows of the families that have one are shorter than the prompt, and the text passes the length at which LongRoPE switches.</summary>
    [Theory, MemberData(nameof(Configurations))]
    public void The_cache_gives_the_tokens_of_a_full_forward_pass_each_time(string configuration)
    {
        using var folder = new TinyModel(configuration);
        using var model = folder.Load();
        foreach (var options in new[] { Greedy(15), Greedy(15) with { Temperature = 1.3, Seed = 4 } })
        {
            int[] prompt = TinyModel.Tokens(1, 8);
            var expected = new List<int>(prompt);
            var sampler = new Sampler(options);
            for (var i = 0; i < 15; i++) expected.Add(sampler.Next(LastLogits(model, expected)).Id);
            Assert.Equal(expected.Skip(8), model.Generate(prompt, options, Stop).Select(token => token.Id));
        }
    }

    [Fact]
    public void Beyond_the_context_it_goes_on_from_the_newest_half()
    {
        var prompt = TinyModel.Tokens(1, TinyModel.Context);
        var found = Generate(prompt, Greedy(50));
        Assert.Equal(50, found.Length);
        int[] text = [.. prompt, .. found];
        var sampler = new Sampler(Greedy(1));
        Assert.Equal(sampler.Next(LastLogits(_model, prompt)).Id, found[0]);

        // The context is full: the next pass starts from its newest half, the new token included, and fills up again.
        var start = TinyModel.Context + 1 - TinyModel.Context / 2;
        for (var seen = TinyModel.Context + 1; seen <= start + TinyModel.Context; seen++)
            Assert.Equal(sampler.Next(LastLogits(_model, text[start..seen])).Id, text[seen]);
    }

    [Fact]
    public void The_same_seed_draws_the_same_text_and_another_seed_another()
    {
        var options = Greedy(30) with { Temperature = 1 };
        Assert.Equal(Generate([5], options with { Seed = 3 }), Generate([5], options with { Seed = 3 }));
        Assert.NotEqual(Generate([5], options with { Seed = 3 }), Generate([5], options with { Seed = 4 }));
    }

    [Fact]
    public void An_end_token_ends_the_text_unless_it_is_ignored()
    {
        var prompt = TinyModel.Tokens(1, 6);
        var free = Generate(prompt, Greedy(12));
        using var folder = new TinyModel(TinyModel.Llama.Replace("\"eos_token_id\": 0", $"\"eos_token_id\": [0, {free[5]}]", StringComparison.Ordinal));
        using var model = folder.Load();
        var end = Array.IndexOf(free, free[5]);
        Assert.Equal(free[..end], model.Generate(prompt, Greedy(12) with { IgnoreEndOfText = false }, Stop).Select(token => token.Id));
        Assert.Equal(free, model.Generate(prompt, Greedy(12), Stop).Select(token => token.Id));
    }

    [Fact]
    public void A_stop_token_ends_the_text_even_where_the_model_s_own_ends_are_ignored()
    {
        var prompt = TinyModel.Tokens(1, 6);
        var free = Generate(prompt, Greedy(12));
        Assert.Equal(free[..Array.IndexOf(free, free[5])], Generate(prompt, Greedy(12) with { StopTokens = [free[5]] }));
    }

    [Fact]
    public void A_prompt_longer_than_the_context_is_refused_with_both_numbers()
    {
        var error = Assert.Throws<InvalidInputException>(() => _model.Generate(TinyModel.Tokens(1, TinyModel.Context + 1), Greedy(1), Stop));
        Assert.Contains($"at most {TinyModel.Context} tokens, found {TinyModel.Context + 1}", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The model has 260 rows, its tokenizer 257 tokens.</summary>
    [Fact]
    public void Rows_that_the_tokenizer_has_not_are_never_drawn()
    {
        var options = new GenerationOptions { MaxTokens = 20, Temperature = 1000, TopLogProbabilities = 260, IgnoreEndOfText = true };
        for (var seed = 0; seed < 20; seed++)
        {
            var drawn = _model.Generate([1, 2], options with { Seed = seed }, Stop).ToArray();
            Assert.All(drawn, token => Assert.InRange(token.Id, 0, 256));
            Assert.All(drawn, token => Assert.Equal(257, token.Alternatives.Count));
        }
        Assert.All(_model.GenerateBatch([[1], [2, 3]], options, Stop), token => Assert.InRange(token.Token.Id, 0, 256));
    }

    [Fact]
    public void An_empty_prompt_is_refused() => Assert.Throws<ArgumentException>(() => _model.Generate([], Greedy(1), Stop));

    [Fact]
    public void Tokens_that_the_model_has_not_are_refused_by_name()
    {
        foreach (var id in new[] { -1, 260 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Generate([1, id], Greedy(1)));
            Assert.Throws<ArgumentOutOfRangeException>(() => _model.Losses([1, id]));
            Assert.Throws<ArgumentOutOfRangeException>(() => _model.MeanHiddenState([id]));
        }
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        GenerationOptions[] impossible =
        [
            new() { Temperature = double.NaN }, new() { Temperature = -1 }, new() { Temperature = double.PositiveInfinity }, new() { TopK = -1 }, new() { TopP = 0 }, new() { TopP = 1.5 },
            new() { TopP = double.NaN }, new() { MinP = -0.1 }, new() { MinP = double.NaN }, new() { RepetitionPenalty = 0 }, new() { RepetitionPenalty = double.PositiveInfinity }, new() { RepetitionPenalty = 1e300 }, new() { PresencePenalty = -1e300 },
            new() { PresencePenalty = double.NaN }, new() { FrequencyPenalty = double.NegativeInfinity }, new() { MaxTokens = -1 }, new() { StopStrings = [""] }, new() { TopLogProbabilities = -1 },
        ];
        Assert.All(impossible, options => Assert.Throws<InvalidInputException>(() => _model.Generate([1], options, Stop)));
    }

    [Fact]
    public void No_tokens_wanted_gives_none() => Assert.Empty(Generate([1, 2], Greedy(0)));

    [Fact]
    public void Cancelled_it_stops_between_tokens()
    {
        using var stop = new CancellationTokenSource();
        var taken = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var _ in _model.Generate([1], Greedy(20), stop.Token))
            {
                if (++taken == 3) stop.Cancel();
            }
        });
        Assert.Equal(3, taken);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static GenerationOptions Greedy(int tokens) => new() { MaxTokens = tokens, IgnoreEndOfText = true };

    private int[] Generate(int[] prompt, GenerationOptions options) => [.. _model.Generate(prompt, options, Stop).Select(token => token.Id)];

    private static float[] LastLogits(CausalLanguageModel model, IReadOnlyCollection<int> text)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var ids = tensor(text.Select(id => (long)id).ToArray(), [1, text.Count]);
        return model.Decoder.Logits(model.Weights, model.Decoder.Hidden(model.Weights, ids))[0, text.Count - 1].data<float>().ToArray()[..model.Tokenizer.VocabularySize];
    }
}
