using Loci.Formats.Tables;
using Loci.Ingest;

namespace Loci.Formats;

/// <summary>
/// Parquet tables: one document a row, its text in one column of strings and the other plain columns in the metadata. Rows are numbered from 1.
/// Row groups are read one after another, so that memory is bounded by the largest. Read by Parquet.Net.
/// </summary>
public sealed class ParquetFormat : IDocumentFormat
{
    private const string What = "a Parquet table";

    /// <inheritdoc/>
    public string Unit => "row";

    /// <inheritdoc/>
    public Recognition Recognise(string name, ReadOnlySpan<byte> head) =>
        head.StartsWith("PAR1"u8) || head.StartsWith("PARE"u8) ? Recognition.ByContent
        : name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? Recognition.ByName
        : Recognition.None;

    /// <inheritdoc/>
    public IEnumerable<DocumentEntry> Read(Stream content, string name, IngestOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var seekable = SeekableContent.Of(content, name, cancellationToken);
        ParquetFooter.Require(seekable.Stream, name);
        using var reader = DamagedContent.Guard(name, What, () => new ParquetTable(seekable.Stream, cancellationToken));
        var columns = reader.Columns;
        var text = TextColumn.Find([.. columns.Select(column => column.Name)], options.TextField, name);
        if (!ParquetColumn.IsText(columns[text]))
            throw new InvalidInputException($"{name}: expected strings in the column {columns[text].Name}, found {columns[text].ClrType.Name}. Name a column of strings.");
        foreach (var entry in DamagedContent.Iterate(name, What, reader.Read(text, name, cancellationToken))) yield return entry;
    }
}
