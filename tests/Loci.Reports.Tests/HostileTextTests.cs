using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;

namespace Loci.Reports.Tests;

/// <summary>What strangers wrote is text on the page, and the page asks nothing of a network.</summary>
public sealed partial class HostileTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=https://example.org/x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("</title></style></script><script>alert(1)</script>")]
    [InlineData("<!--")]
    [InlineData("--><![CDATA[ ]]> &lt;b&gt; &amp; &#60;")]
    [InlineData("{0} {{x}} ${y}")]
    [InlineData("<svg/onload=alert(1)>")]
    public void Hostile_text_stays_text(string text)
    {
        var page = EvaluationPageTests.Strict(new SampleReport { Text = text, Subsets = [text, "Mail"] }.Page);
        Assert.Single(page.QuerySelectorAll("script"));
        Assert.Single(page.QuerySelectorAll("style"));
        Assert.Empty(page.QuerySelectorAll("img, iframe, object, embed, link, base, form, audio, video"));
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(page.QuerySelectorAll("#picks .text"), pick => pick.TextContent.Contains(text, StringComparison.Ordinal));
        Assert.Contains(page.QuerySelectorAll("table.summary th"), heading => heading.TextContent == text);
        Assert.Contains(page.QuerySelectorAll(".tokens span"), token => token.TextContent == " " + text);
    }

    [Fact]
    public void What_cannot_be_seen_is_drawn()
    {
        var page = new SampleReport { Text = "a\0b\u001b[2J\u202ec\u200bd\u007f\u0085\ufeff\ud800e\u2028" }.Page;
        Assert.DoesNotContain(page, c => c != '\n' && (char.IsControl(c) || c is '\u202e' or '\u200b' or '\ufeff' or '\u2028' || char.IsSurrogate(c)));
        Assert.Contains("a␀b␛[2J⟨U&#x2B;202E⟩c⟨U&#x2B;200B⟩d␡⟨U&#x2B;0085⟩⟨U&#x2B;FEFF⟩�e⟨U&#x2B;2028⟩", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_whatever_breaks_a_page() => Gen.String[0, 40].Sample(text =>
    {
        var page = EvaluationPageTests.Strict(new SampleReport { Text = text, Documents = 1, Methods = ["sift"] }.Page);
        return page.QuerySelectorAll("script").Length == 1 && page.QuerySelectorAll(".tokens").Length == 2;
    }, iter: 100);

    [Fact]
    public void The_page_asks_nothing_of_a_network()
    {
        var text = new SampleReport().Page;
        var page = EvaluationPageTests.Strict(text);
        Assert.DoesNotMatch(Outside(), text);
        Assert.Empty(page.QuerySelectorAll("[src], [srcset], [action], [poster], [data]"));
        Assert.All(page.QuerySelectorAll("[href]"), link => Assert.StartsWith("#", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public void The_policy_lets_the_page_s_own_style_and_script_run_and_nothing_else()
    {
        var page = EvaluationPageTests.Strict(new SampleReport().Page);
        var policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        Assert.Equal($"default-src 'none'; base-uri 'none'; form-action 'none'; style-src '{Hash("style")}'; script-src '{Hash("script")}'", policy);
        Assert.Empty(page.QuerySelectorAll("[style]"));

        string Hash(string tag) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.QuerySelector(tag)!.TextContent)));
    }

    [GeneratedRegex("https?:|//[a-z]|url\\(|@import|data:|fetch\\(|XMLHttpRequest|WebSocket", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Outside();
}
