using System.Text;
using Loci.TestSupport;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Loci.Formats.Tests;

public sealed class WordFormatTests : FormatReading
{
    [Fact]
    public void Headings_lists_and_tables_are_read_in_order()
    {
        var document = Assert.Single(Read("minutes.bin", FormatSamples.Word()));
        Assert.Equal(
            """
            ## Minutes of Thursday

            The pump was bought.

            1. first
            2. second
              - inner

            part | price
            valve | 7

            The end.
            """.ReplaceLineEndings("\n"), document.Text);
        Assert.Equal(("Minutes", "B. Jones"), (document.Meta!["title"], document.Meta["author"]));
    }

    [Fact]
    public void Changes_are_accepted_and_hidden_text_is_left_out()
    {
        var paragraph = new W.Paragraph(
            FormatSamples.Run("kept "), new W.DeletedRun(new W.Run(new W.DeletedText("gone"))), new W.InsertedRun(FormatSamples.Run("new")),
            new W.Run(new W.RunProperties(new W.Vanish()), new W.Text("hidden")), new W.Run(new W.TabChar(), new W.Text("tab"), new W.Break(), new W.Text("line")),
            new W.Hyperlink(FormatSamples.Run(" link")), new W.SimpleField(FormatSamples.Run(" 4")) { Instruction = "PAGE" });
        Assert.Equal("kept new tab\nline link 4", Assert.Single(Read("c.docx", FormatSamples.Word(paragraph))).Text);
    }

    [Fact]
    public void A_cell_is_part_of_a_line_and_a_title_is_a_heading() =>
        Assert.Equal("# Name\n\none two |  | x", Assert.Single(Read("t.docx", FormatSamples.Word(FormatSamples.Paragraph("Name", "Title"), FormatSamples.Table(["one\ntwo", "", "x"])))).Text);

    [Fact]
    public void An_archive_that_unpacks_to_much_more_is_refused_before_it_does()
    {
        var bomb = FormatSamples.Zip(("[Content_Types].xml", stream => stream.Write("<a/>"u8)), ("word/document.xml", stream => Repeat(stream, 64 << 20)));
        Assert.True(bomb.Length < 1 << 20);
        Assert.Contains("unpacks from", Refused("bomb.docx", bomb), StringComparison.Ordinal);
    }

    [Fact]
    public void External_entities_are_never_followed()
    {
        var secret = Write("secret.txt", "secret"u8.ToArray());
        var whole = FormatSamples.Word(FormatSamples.Paragraph("plain"));
        var xml = $"<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY e SYSTEM \"file://{secret}\">]><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>";
        var message = Refused("x.docx", Replaced(whole, Encoding.UTF8.GetBytes(xml)));
        Assert.DoesNotContain("secret", message.Replace(secret, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tbl", "tr", "tc")]
    [InlineData("sdt", "sdtContent", "p")]
    public void Nesting_without_end_is_no_danger(string a, string b, string c)
    {
        var xml = new StringBuilder("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>deep</w:t></w:r></w:p>");
        for (var i = 0; i < 100_000; i++) xml.Append("<w:").Append(a).Append("><w:").Append(b).Append("><w:").Append(c).Append('>');
        for (var i = 0; i < 100_000; i++) xml.Append("</w:").Append(c).Append("></w:").Append(b).Append("></w:").Append(a).Append('>');
        xml.Append("</w:body></w:document>");
        Assert.Equal("deep", Assert.Single(Read("deep.docx", Replaced(FormatSamples.Word(), Encoding.UTF8.GetBytes(xml.ToString()), stored: true))).Text);
    }

    [Fact]
    public void What_cannot_be_read_says_why()
    {
        Assert.Contains("encrypted", Refused("e.docx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("no archive", Refused("n.docx", "text"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("damaged", Refused("cut.docx", FormatSamples.Word()[..500]), StringComparison.Ordinal);
        Assert.Contains("white space", Refused("empty.docx", FormatSamples.Word(new W.Paragraph())), StringComparison.Ordinal);
    }

    private static void Repeat(Stream stream, int length)
    {
        var block = new byte[1 << 16];
        block.AsSpan().Fill((byte)' ');
        for (; length > 0; length -= block.Length) stream.Write(block);
    }

    /// <summary>A Word document with another main part.</summary>
    private static byte[] Replaced(byte[] document, byte[] main, bool stored = false)
    {
        using var stream = new MemoryStream();
        stream.Write(document);
        using (var archive = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry("word/document.xml")!.Delete();
            using var content = archive.CreateEntry("word/document.xml", stored ? System.IO.Compression.CompressionLevel.NoCompression : System.IO.Compression.CompressionLevel.Fastest).Open();
            content.Write(main);
        }
        return stream.ToArray();
    }
}
