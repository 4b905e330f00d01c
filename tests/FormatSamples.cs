using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using Parquet;
using Parquet.Schema;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Loci.TestSupport;

/// <summary>Files of every format, written by the libraries that programs write them with.</summary>
internal static class FormatSamples
{
    /// <summary>A page with the parts that pages have.</summary>
    public static byte[] Html { get; } = Encoding.UTF8.GetBytes(
        """
        <!DOCTYPE html><html><head><title>The  pump</title><meta charset="utf-8"><meta name="author" content="A. Miller"><style>p{}</style></head>
        <body><nav><a href="/">Home</a></nav><h1>Budget</h1><p>The pump costs <b>40</b> francs,<br>délivré.</p><script>var no = "no";</script>
        <ul><li>one<li>two<ol start=3><li>a<li>b</ol></ul><table><tr><th>part</th><th>price</th></tr><tr><td>valve<td>7</table><pre>
          x = 1
            y</pre><p hidden>never</p></body></html>
        """);

    /// <summary>Rows with quotes, line ends and an empty value.</summary>
    public static byte[] Csv { get; } = "id,Text,author\n1,\"one, \"\"quoted\"\"\nand more\",A\n2,two,\n"u8.ToArray();

    /// <summary>A Word document of the parts given; by default one with a heading, runs, a list and a table.</summary>
    public static byte[] Word(params OpenXmlElement[] body)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            document.PackageProperties.Title = "Minutes";
            document.PackageProperties.Creator = "B. Jones";
            var main = document.AddMainDocumentPart();
            main.Document = new W.Document(new W.Body(body.Length > 0 ? body : WordBody()));
            main.AddNewPart<StyleDefinitionsPart>().Styles = new W.Styles(
                new W.Style(new W.StyleName { Val = "heading 2" }, new W.StyleParagraphProperties(new W.OutlineLevel { Val = 1 })) { StyleId = "H2", Type = W.StyleValues.Paragraph },
                new W.Style(new W.StyleName { Val = "mine" }, new W.BasedOn { Val = "H2" }) { StyleId = "Mine", Type = W.StyleValues.Paragraph },
                new W.Style(new W.StyleName { Val = "Title" }) { StyleId = "Title", Type = W.StyleValues.Paragraph });
            main.AddNewPart<NumberingDefinitionsPart>().Numbering = new W.Numbering(
                new W.AbstractNum(Level(0, W.NumberFormatValues.Decimal), Level(1, W.NumberFormatValues.Bullet)) { AbstractNumberId = 5 },
                new W.NumberingInstance(new W.AbstractNumId { Val = 5 }) { NumberID = 1 });
        }
        return stream.ToArray();
    }

    /// <summary>A paragraph.</summary>
    public static W.Paragraph Paragraph(string text, string? style = null, int? list = null, int level = 0)
    {
        var properties = new W.ParagraphProperties();
        if (style is not null) properties.ParagraphStyleId = new W.ParagraphStyleId { Val = style };
        if (list is not null) properties.NumberingProperties = new W.NumberingProperties(new W.NumberingLevelReference { Val = level }, new W.NumberingId { Val = list });
        return new W.Paragraph(properties, Run(text));
    }

    /// <summary>A run of text.</summary>
    public static W.Run Run(string text) => new(new W.Text(text) { Space = SpaceProcessingModeValues.Preserve });

    /// <summary>A table.</summary>
    public static W.Table Table(params string[][] rows) => new(rows.Select(row => new W.TableRow(row.Select(cell => new W.TableCell(cell.Split('\n').Select(line => Paragraph(line)))))));

    /// <summary>A PDF of pages, each of lines at heights.</summary>
    public static byte[] Pdf(params (double X, double Y, string Text)[][] pages)
    {
        using var builder = new PdfDocumentBuilder { DocumentInformation = { Title = "Report", Author = "C. Smith" } };
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var lines in pages)
        {
            var page = builder.AddPage(PageSize.A4);
            foreach (var (x, y, text) in lines) page.AddText(text, 11, new PdfPoint(x, y), font);
        }
        return builder.Build();
    }

    /// <summary>A Parquet table of texts, numbers and flags, in row groups of a size.</summary>
    public static byte[] Parquet(string textColumn, string?[] texts, int group = int.MaxValue, CompressionMethod compression = CompressionMethod.Snappy)
    {
        using var stream = new MemoryStream();
        WriteParquetAsync(stream, textColumn, texts, group, compression).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    /// <summary>An archive of entries.</summary>
    public static byte[] Zip(params (string Name, Action<Stream> Write)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, write) in entries)
            {
                using var content = archive.CreateEntry(name, CompressionLevel.Optimal).Open();
                write(content);
            }
        }
        return stream.ToArray();
    }

    private static OpenXmlElement[] WordBody() =>
    [
        Paragraph("Minutes of Thursday", "Mine"), Paragraph("The pump was bought."), Paragraph("first", list: 1), Paragraph("second", list: 1), Paragraph("inner", list: 1, level: 1),
        Table(["part", "price"], ["valve", "7"]), Paragraph("The end."),
    ];

    private static W.Level Level(int index, W.NumberFormatValues format) => new(new W.NumberingFormat { Val = format }) { LevelIndex = index };

    private static async Task WriteParquetAsync(Stream stream, string textColumn, string?[] texts, int group, CompressionMethod compression)
    {
        DataField text = new DataField<string>(textColumn), number = new DataField<int>("number"), flag = new DataField<bool?>("flag");
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(text, number, flag), stream, new ParquetOptions { CompressionMethod = compression });
        for (var first = 0; first < texts.Length; first += Math.Min(group, texts.Length))
        {
            var rows = texts[first..(first + Math.Min(group, texts.Length - first))];
            using var written = writer.CreateRowGroup();
            await written.WriteAsync(text, rows);
            await written.WriteAsync<int>(number, Enumerable.Range(first, rows.Length).ToArray());
            await written.WriteAsync<bool>(flag, rows.Select((_, i) => i % 3 == 0 ? (bool?)null : i % 3 == 1).ToArray());
        }
    }
}
