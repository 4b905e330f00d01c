using Loci.Models;

namespace Loci.Torch.Tests.Generation;

public sealed class BatchGeneratorTests
{
    public static TheoryData<string> Configurations => TinyFamilies.All;

    /// <summary>Prompts of different lengths, longer and shorter than the windows of the families that have one.</summary>
    [Theory, MemberData(nameof(Configurations))]
    public void Each_row_gets_what_it_gets_alone(string configuration)
    {
        using var folder = new TinyModel(configuration);
        using var model = folder.Load();
        int[][] prompts = [TinyModel.Tokens(1, 7), TinyModel.Tokens(2, 1), TinyModel.Tokens(3, 5), TinyModel.Tokens(4, 7)];
        foreach (var options in new[] { Some(5), Some(5) with { Temperature = 1.2, TopK = 20, RepetitionPenalty = 1.3, Seed = 7 } })
        {
            var rows = model.GenerateBatch(prompts, options, Stop).ToLookup(token => token.Row, token => token.Token);
            for (var row = 0; row < prompts.Length; row++)
            {
                var alone = model.Generate(prompts[row], options with { Seed = options.Seed + row }, Stop).ToArray();
                Assert.Equal(alone.Select(token => token.Id), rows[row].Select(token => token.Id));
                Assert.All(alone.Zip(rows[row]), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 1e-3));
            }
        }
    }

    [Fact]
    public void A_row_that_has_ended_leaves_the_others_as_they_were()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        int[][] prompts = [.. Enumerable.Range(1, 6).Select(seed => TinyModel.Tokens(seed, seed))];
        int[][] free = Rows(Some(12));
        int[] stops = [free[0][2], free[3][5], free[5][0]];
        int[][] stopped = Rows(Some(12) with { StopTokens = stops });
        for (var row = 0; row < prompts.Length; row++) Assert.Equal(free[row].TakeWhile(id => !stops.Contains(id)), stopped[row]);
        Assert.Contains(stopped, row => row.Length < 12);

        int[][] Rows(GenerationOptions options)
        {
            var tokens = model.GenerateBatch(prompts, options, Stop).ToLookup(token => token.Row, token => token.Token.Id);
            return [.. Enumerable.Range(0, prompts.Length).Select(row => tokens[row].ToArray())];
        }
    }

    [Fact]
    public void What_does_not_fit_the_context_together_runs_alone()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        int[][] prompts = [TinyModel.Tokens(1, TinyModel.Context), TinyModel.Tokens(2, 3)];
        var rows = model.GenerateBatch(prompts, Some(9), Stop).ToLookup(token => token.Row, token => token.Token.Id);
        for (var row = 0; row < 2; row++) Assert.Equal(model.Generate(prompts[row], Some(9), Stop).Select(token => token.Id), rows[row]);
    }

    [Fact]
    public void Nothing_to_do_gives_nothing_and_a_bad_prompt_is_refused_at_once()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        Assert.Empty(model.GenerateBatch([], Some(3), Stop));
        Assert.Empty(model.GenerateBatch([[1], [2]], Some(0), Stop));
        Assert.Throws<InvalidInputException>(() => model.GenerateBatch([[1], TinyModel.Tokens(1, TinyModel.Context + 1)], Some(3), Stop));
        Assert.Throws<InvalidInputException>(() => model.GenerateBatch([[1]], Some(3) with { MinP = 2 }, Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static GenerationOptions Some(int tokens) => new() { MaxTokens = tokens, IgnoreEndOfText = true };
}
