using System.IO.Compression;
using System.Text;
using CsCheck;
using Loci.Ingest;
using Loci.TestSupport;
using Parquet;

namespace Loci.Formats.Tests;

public sealed class TableFormatTests : FormatReading
{
    [Fact]
    public void A_row_is_a_document_and_its_other_columns_are_metadata()
    {
        var documents = Read("t.csv", FormatSamples.Csv);
        Assert.Equal(["one, \"quoted\"\nand more", "two"], documents.Select(document => document.Text));
        Assert.Equal([$"{Path.Combine(Folder, "t.csv")}#1", $"{Path.Combine(Folder, "t.csv")}#2"], documents.Select(document => document.Source));
        Assert.Equal(("1", "A", "2", 1), (documents[0].Meta!["id"], documents[0].Meta!["author"], documents[1].Meta!["id"], documents[1].Meta!.Count));
    }

    [Theory]
    [InlineData("a.tsv", "id\tcontent\n1\tone, two; three\n")]
    [InlineData("b.csv", "id;body\r\n1;one, two; three\r\n")]
    [InlineData("c.csv", "\uFEFFdocument\none, two; three\n")]
    public void Separators_and_usual_columns_are_found(string name, string table)
    {
        var text = Assert.Single(Read(name, Encoding.UTF8.GetBytes(table.Replace("1;one, two; three", "1;\"one, two; three\"", StringComparison.Ordinal).Replace("\none, two; three", "\n\"one, two; three\"", StringComparison.Ordinal)))).Text;
        Assert.Equal("one, two; three", text);
    }

    [Fact]
    public void Any_texts_come_back_as_they_were() => Gen.String[Gen.Char['\t', '\u04ff'], 1, 40].Where(text => !string.IsNullOrWhiteSpace(text)).Array[1, 20].Sample(
        texts =>
        {
            var table = "x,text\n" + string.Concat(texts.Select((text, i) => $"{i},\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));
            Assert.Equal(texts, Read("any.csv", Encoding.UTF8.GetBytes(table)).Select(document => document.Text));
            Assert.Equal(texts, Read("any.parquet", FormatSamples.Parquet("text", texts, 7)).Select(document => document.Text));
        }, iter: 50, threads: 1);

    [Fact]
    public void A_table_without_such_a_column_lists_those_it_has()
    {
        Assert.Contains("id, note", Refused("t.csv", "id,note\n1,x\n"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("note, number, flag", Refused("t.parquet", FormatSamples.Parquet("note", ["x"])), StringComparison.Ordinal);
        Assert.Equal("x", Assert.Single(Read("t.csv", "id,Note\n1,x\n"u8.ToArray(), "note")).Text);
        Assert.Contains("of strings", Assert.Throws<InvalidInputException>(() => Read("t.parquet", FormatSamples.Parquet("text", ["x"]), "number")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_no_documents_are_told_by_number_and_the_others_are_read()
    {
        var path = Write("t.csv", "id,text\n1,one\n2\n3,\n4,four\n"u8.ToArray());
        var reader = Reader();
        Assert.Equal(["one", "four"], reader.Read([path], Stop).Select(document => document.Text));
        Assert.Equal([$"{path}#2", $"{path}#3"], reader.Problems.Select(problem => problem.Source));
        Assert.Contains("row 2: expected 2 values", reader.Problems[0].Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => new DocumentReader(new IngestOptions { Formats = DocumentFormats.All, Strict = true }).Read([path], Stop).ToList());
    }

    [Fact]
    public void What_is_no_table_says_why()
    {
        Assert.Contains("UTF-8", Refused("l.csv", [.. "text\ncaf"u8, 0xE9, (byte)'\n']), StringComparison.Ordinal);
        Assert.Contains("quote", Refused("q.csv", [.. "text\n\""u8, .. Enumerable.Repeat((byte)'a', 20_000_000)]), StringComparison.Ordinal);
        Assert.Contains("cut short", Refused("c.parquet", FormatSamples.Parquet("text", ["x"])[..^3]), StringComparison.Ordinal);
        Assert.Contains("cut short", Refused("n.parquet", "text"u8.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.LZ4)]
    public void Row_groups_are_read_one_after_another_however_they_are_packed(CompressionMethod compression)
    {
        string?[] texts = [.. Enumerable.Range(0, 1000).Select(i => i == 500 ? null : $"text {i % 37}")];
        var path = Write("groups", FormatSamples.Parquet("content", texts, 64, compression));
        var reader = Reader();
        var documents = reader.Read([path], Stop).ToList();
        Assert.Equal(texts.Where(text => text is not null), documents.Select(document => document.Text));
        Assert.Equal(($"{path}#1000", "999", "true", "false"), (documents[^1].Source, documents[^1].Meta!["number"], documents[^3].Meta!["flag"], documents[^2].Meta!["flag"]));
        Assert.DoesNotContain("flag", documents[^1].Meta!);
        Assert.Equal($"{path}#501", Assert.Single(reader.Problems).Source);
    }

    [Fact]
    public void A_table_that_is_compressed_as_a_whole_is_read_too()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(FormatSamples.Parquet("text", ["one"]));
        Assert.Equal("one", Assert.Single(Read("t.parquet.gz", packed.ToArray())).Text);
        packed.SetLength(0);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write("id\ttext\n1\tone, two\n"u8);
        Assert.Equal("one, two", Assert.Single(Read("t.tsv.gz", packed.ToArray())).Text);
    }
}
