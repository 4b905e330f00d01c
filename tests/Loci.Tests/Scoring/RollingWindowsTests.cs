using CsCheck;
using Loci.Scoring;

namespace Loci.Tests.Scoring;

public sealed class RollingWindowsTests
{
    [Fact]
    public void Every_token_counts_once_and_no_window_is_too_long() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[1, 40], Gen.Int[1, 60], Gen.Int[0, 50]).Sample((count, context, first, stride) =>
        {
            var scored = new int[count];
            foreach (var window in RollingWindows.Cut(count, context, first, stride))
            {
                Assert.InRange(window.End - window.Start, 2, context + 1);
                Assert.True(window.Start < window.From && window.From < window.End);
                for (var i = window.From; i < window.End; i++) scored[i]++;
            }
            for (var i = 0; i < count; i++) Assert.Equal(i >= first ? 1 : 0, scored[i]);
        });

    [Fact]
    public void Windows_are_those_of_the_evaluation_harness()
    {
        // A prefix token and 10 tokens, context 4: predictions of 4, 4 and 2 tokens, the last window reaching back for a full context.
        ScoredWindow[] expected = [new(0, 5, 1), new(4, 9, 5), new(6, 11, 9)];
        Assert.Equal(expected, RollingWindows.Cut(11, 4));
    }

    [Fact]
    public void Scores_add_up_as_sums_and_not_as_means()
    {
        var total = new TextScore(Math.Log(2) * 10, 3, 10) + new TextScore(Math.Log(2) * 90, 5, 30);
        Assert.Equal(2.5, total.BitsPerByte, 12);
        Assert.Equal(8, total.Tokens);
        Assert.True(double.IsNaN(default(TextScore).BitsPerByte));
    }
}
