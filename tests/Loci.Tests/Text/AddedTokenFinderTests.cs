using Loci.Text;

namespace Loci.Tests.Text;

public sealed class AddedTokenFinderTests
{
    private static string Split(string text, params AddedToken[] tokens)
    {
        var sections = new List<Section>();
        new AddedTokenFinder(tokens.Select(token => (token.Content, token))).Split(text, opensText: true, sections);
        Assert.Equal(text, string.Concat(sections.Select(section => section.Text)));
        Assert.All(sections, (section, i) => Assert.Equal(i == 0, section.OpensText));
        return string.Join('|', sections.Select(section => section.Token is { } id ? $"{section.Text}={id}" : section.Text));
    }

    [Fact]
    public void The_leftmost_and_then_the_longest_is_found() =>
        Assert.Equal("x|<ab>=1|<a=0|y|<a=0", Split("x<ab><ay<a", new AddedToken(0, "<a"), new AddedToken(1, "<ab>")));

    [Fact]
    public void Neighbouring_white_space_goes_along_where_asked() => Assert.Equal(
        "a| \t<m> \n=0|b", Split("a \t<m> \nb", new AddedToken(0, "<m>") { StripsLeft = true, StripsRight = true }));

    [Fact]
    public void White_space_goes_to_the_token_before_first() => Assert.Equal(
        "<m>  =0|<m> =0|a", Split("<m>  <m> a", new AddedToken(0, "<m>") { StripsLeft = true, StripsRight = true }));

    [Fact]
    public void A_single_word_is_not_found_inside_words() => Assert.Equal(
        "cats \U0001D49Ccat cat_ |cat=0|-|cat=0", Split("cats \U0001D49Ccat cat_ cat-cat", new AddedToken(0, "cat") { SingleWord = true }));

    [Fact]
    public void Nothing_to_find_leaves_the_text_whole() => Assert.Equal("abc", Split("abc"));
}
