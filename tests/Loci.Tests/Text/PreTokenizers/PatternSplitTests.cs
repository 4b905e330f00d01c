using Loci.Text;
using Loci.Text.PreTokenizers;

namespace Loci.Tests.Text.PreTokenizers;

public sealed class PatternSplitTests
{
    private static string[] Split(IPreTokenizer splitter, string text)
    {
        var words = new List<Piece>();
        splitter.Split(new Piece(text, OpensText: true), words);
        return [.. words.Select(word => word.Text)];
    }

    [Theory]
    [InlineData(SplitBehavior.Isolated, "the|-|final|-|-|countdown|-")]
    [InlineData(SplitBehavior.Removed, "the|final|countdown")]
    [InlineData(SplitBehavior.MergedWithPrevious, "the-|final-|-|countdown-")]
    [InlineData(SplitBehavior.MergedWithNext, "the|-final|-|-countdown|-")]
    [InlineData(SplitBehavior.Contiguous, "the|-|final|--|countdown|-")]
    internal void Matches_go_where_the_behavior_says(SplitBehavior behavior, string expected) =>
        Assert.Equal(expected.Split('|'), Split(new PatternSplit(new LiteralPattern("-"), behavior), "the-final--countdown-"));

    [Fact]
    public void Inverted_removal_keeps_the_matches() => Assert.Equal(
        ["ab", "c"], Split(new PatternSplit(new RegexPattern(@"\p{L}+"), SplitBehavior.Removed, invert: true), "1ab 2c3"));

    [Theory]
    [InlineData("\U0001D49C\U0001D49Eb c", "\U0001D49C\U0001D49Eb| c")] // letters beyond U+FFFF are letters
    [InlineData("\U0001D7D8\U0001D7D9\U0001D7DA\U0001D7DB", "\U0001D7D8\U0001D7D9\U0001D7DA|\U0001D7DB")] // and so are digits digits
    [InlineData("a\U0001F600\U0001F601b", "a|\U0001F600\U0001F601|b")]
    public void Patterns_match_by_code_point(string text, string expected) =>
        Assert.Equal(expected.Split('|'), Split(new PatternSplit(new RegexPattern(RegexPattern.Llama3), SplitBehavior.Isolated), text));

    [Theory]
    [InlineData(PrependScheme.Always, true, "▁Hey|▁my|▁|▁friend")]
    [InlineData(PrependScheme.First, false, "▁Hey▁my▁▁friend")]
    [InlineData(PrependScheme.Never, true, "Hey|▁my|▁|▁friend")]
    internal void Metaspace_marks_spaces(PrependScheme scheme, bool cut, string expected) =>
        Assert.Equal(expected.Split('|'), Split(new MetaspaceSplit("▁", scheme, cut), "Hey my  friend"));
}
