using Loci.Ingest;

namespace Loci.Formats;

/// <summary>Every format of this library, for <see cref="IngestOptions.Formats"/>.</summary>
public static class DocumentFormats
{
    /// <summary>New readers of HTML, Word, PDF, CSV and Parquet files.</summary>
    public static IReadOnlyList<IDocumentFormat> All => [new HtmlFormat(), new WordFormat(), new PdfFormat(), new DelimitedFormat(), new ParquetFormat()];
}
