using System.Text;
using Loci.TestSupport;

namespace Loci.Formats.Tests;

public sealed class PdfFormatTests : FormatReading
{
    [Fact]
    public void Pages_are_read_in_reading_order_whatever_order_they_were_drawn_in()
    {
        var pdf = FormatSamples.Pdf(
            [(50, 500, "Second paragraph of the page."), (50, 800, "First paragraph begins here"), (50, 786, "and goes on in a second line.")],
            [(50, 800, "The other page.")]);
        var document = Assert.Single(Read("report.dat", pdf));
        Assert.Equal("First paragraph begins here\nand goes on in a second line.\n\nSecond paragraph of the page.\n\nThe other page.", document.Text);
        Assert.Equal(("Report", "C. Smith"), (document.Meta!["title"], document.Meta["author"]));
    }

    [Fact]
    public void A_page_of_two_columns_is_read_column_by_column()
    {
        var lines = Enumerable.Range(0, 12).SelectMany(i => new[] { (50d, 700d - 13 * i, $"left column line {i} of it"), (320d, 700d - 13 * i, $"right column line {i} of it") }).ToArray();
        var text = Assert.Single(Read("two.pdf", FormatSamples.Pdf(lines))).Text;
        Assert.True(text.IndexOf("left column line 11", StringComparison.Ordinal) < text.IndexOf("right column line 0", StringComparison.Ordinal), text);
    }

    [Fact]
    public void What_cannot_be_read_says_why()
    {
        Assert.Contains("scanned", Refused("scan.pdf", FormatSamples.Pdf([[]])), StringComparison.Ordinal);
        Assert.Contains("damaged", Refused("cut.pdf", FormatSamples.Pdf([(50, 800, "text")])[..60]), StringComparison.Ordinal);
        Assert.Contains("a PDF", Refused("named.pdf", "text"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("password", Refused("locked.pdf", Encoding.Latin1.GetBytes(Locked)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("<<")]
    public void Nesting_without_end_is_no_danger(string opening)
    {
        var pdf = $"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R/X {string.Concat(Enumerable.Repeat(opening == "[" ? "[" : "<</A ", 200_000))}>> endobj\n2 0 obj <</Type/Pages/Kids[2 0 R]/Count 1>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF";
        Assert.Contains("deep.pdf", Refused("deep.pdf", Encoding.Latin1.GetBytes(pdf)), StringComparison.Ordinal);
    }

    /// <summary>A PDF whose password is not the empty one: the hashes are those of no password at all.</summary>
    private static readonly string Locked = $"""
        %PDF-1.4
        1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
        2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj
        3 0 obj <</Filter/Standard/V 1/R 2/P -4/Length 40/O<{new string('1', 64)}>/U<{new string('2', 64)}>>> endobj
        trailer <</Root 1 0 R/Encrypt 3 0 R/ID[<0123><0123>]/Size 4>>
        %%EOF
        """;
}
