using System.Diagnostics;
using System.Text;
using Loci.TestSupport;

namespace Loci.Formats.Tests;

public sealed class HtmlFormatTests : FormatReading
{
    [Fact]
    public void A_page_is_read_as_a_reader_sees_it()
    {
        var document = Assert.Single(Read("page.txt", FormatSamples.Html));
        Assert.Equal(
            """
            # Budget

            The pump costs 40 francs,
            délivré.

            - one
            - two
              3. a
              4. b

            part | price
            valve | 7

              x = 1
                y
            """.ReplaceLineEndings("\n"), document.Text);
        Assert.Equal(("The pump", "A. Miller"), (document.Meta!["title"], document.Meta["author"]));
        Assert.Equal(Path.Combine(Folder, "page.txt"), document.Source);
    }

    [Theory]
    [InlineData("<p>a<p>b<div>c</div>d", "a\n\nb\n\nc\n\nd")]
    [InlineData("<p>a &amp; b&nbsp;c &eacute;", "a & b\u00A0c é")]
    [InlineData("<table><tr><td><p>a</p></td><td></td><td>c</td></tr><tr><td></td><td>b</td></tr></table>", "a |  | c\nb")]
    [InlineData("<table><tr><td><h2>Head</h2><p>one</p><p>two</p></td></tr></table>", "## Head\n\none\n\ntwo")]
    [InlineData("<dl><dt>x<dd>y<dt>z</dl>", "x\ny\nz")]
    [InlineData("<ul><li><p>one</p><li><ul><li>two</ul></ul>", "- one\n\n  - two")]
    [InlineData("a<!-- no --><template>no</template><noscript>no</noscript><textarea>no</textarea> <span>b</span>", "a b")]
    public void Blocks_are_parted_and_inline_elements_are_not(string body, string text) => Assert.Equal(text, Assert.Single(Read("p.html", Encoding.UTF8.GetBytes(body))).Text);

    [Fact]
    public void The_charset_is_what_the_bytes_or_the_page_say()
    {
        Assert.Equal("Grüße", Text([.. Encoding.Latin1.GetBytes("<html><meta charset=iso-8859-1><p>Grüße")]));
        Assert.Equal("Grüße", Text([.. Encoding.Latin1.GetBytes("<html><p>Grüße")])); // not UTF-8: what browsers fall back to
        Assert.Equal("Grüße", Text(Encoding.UTF8.GetBytes("<html><p>Grüße")));
        Assert.Equal("Grüße", Text([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<!doctype html><p>Grüße")]));
        Assert.Equal("Привет", Text([.. "<html><meta http-equiv=content-type content='text/html; charset=koi8-r'><p>"u8, 0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4]));
        Assert.Contains("offset", Refused("bad.html", [.. "<html><meta charset=utf-8><p>"u8, 0xFF]), StringComparison.Ordinal);
        string Text(byte[] page) => Assert.Single(Read("p", page)).Text;
    }

    [Fact]
    public void A_page_without_text_says_so() => Assert.Contains("white space", Refused("e.html", "<html><script>1</script>"u8.ToArray()), StringComparison.Ordinal);

    [Theory]
    [InlineData("<div>", "")]
    [InlineData("<b a=#>", "<p>")]
    [InlineData("<table><tr><td>", "")]
    [InlineData("<ul><li>", "")]
    [InlineData("<p #=1 ", "")]
    [InlineData("<a", "")]
    [InlineData("<svg><g>", "")]
    [InlineData("<p>x", "")]
    [InlineData("<!--", "")]
    [InlineData("&", "")]
    public void Pages_that_are_made_to_be_slow_are_not(string opening, string then)
    {
        var page = new StringBuilder("<html>text ");
        for (var i = 0; page.Length < 2_000_000; i++) page.Append(opening.Replace("#", $"x{i}", StringComparison.Ordinal));
        for (var i = 0; i < 20_000; i++) page.Append(then);
        var clock = Stopwatch.StartNew();
        try
        {
            Read("slow.html", Encoding.UTF8.GetBytes(page.ToString()));
        }
        catch (InvalidInputException e)
        {
            Assert.Contains("slow.html", e.Message, StringComparison.Ordinal);
        }
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{opening} took {clock.Elapsed}.");
    }
}
