using System.Text;
using Loci.Formats.Tables;
using Loci.Ingest;

namespace Loci.Formats;

/// <summary>
/// Tables of separated values (.csv, .tsv), told by name: one document a row, its text in one column and the others in the metadata. The first row
/// names the columns; tabs separate in .tsv, and in .csv what the first row separates with. Rows are numbered from 1 below the first. Values in quotes
/// may hold anything, line ends included. Read by Sep, streaming; a row has at most 16 million characters.
/// </summary>
public sealed class DelimitedFormat : IDocumentFormat
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public string Unit => "row";

    /// <inheritdoc/>
    public Recognition Recognise(string name, ReadOnlySpan<byte> head) => IsTabbed(name) || name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? Recognition.ByName : Recognition.None;

    /// <inheritdoc/>
    public IEnumerable<DocumentEntry> Read(Stream content, string name, IngestOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var text = new StreamReader(content, Utf8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        using var rows = new DelimitedRows(text, IsTabbed(name) || IsTabbed(ContentName(name)), name);
        if (!rows.MoveNext()) throw new InvalidInputException($"{name}: expected a first row that names the columns, found none.");
        string[] columns = rows.Values();
        var textColumn = TextColumn.Find(columns, options.TextField, name);
        for (var number = 1; rows.MoveNext(); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return rows.Entry(columns, textColumn, number);
        }
    }

    private static string ContentName(string name) => Path.GetExtension(name).ToLowerInvariant() is ".gz" or ".zst" ? Path.GetFileNameWithoutExtension(name) : name;

    private static bool IsTabbed(string name) => name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tab", StringComparison.OrdinalIgnoreCase);
}
