using Loci.Ingest;
using Parquet;
using Parquet.Schema;

namespace Loci.Formats.Tables;

/// <summary>The rows of a Parquet file, one row group at a time.</summary>
internal sealed class ParquetTable : IDisposable
{
    private const long LargestColumn = 1L << 30; // bytes of a column in one row group, unpacked
    private const int MostRows = 1 << 24; // of a row group

    private readonly ParquetReader _reader;

    /// <summary>Reads the footer.</summary>
    public ParquetTable(Stream stream, CancellationToken cancellationToken)
    {
        _reader = ParquetReader.CreateAsync(new EndingStream(stream), leaveStreamOpen: true, cancellationToken: cancellationToken).GetAwaiter().GetResult();
        Columns = [.. _reader.Schema.GetDataFields().Where(ParquetColumn.IsPlain)];
    }

    /// <summary>The plain columns: not those inside lists and structures, nor bytes.</summary>
    public IReadOnlyList<DataField> Columns { get; }

    /// <summary>The rows.</summary>
    /// <param name="text">Which of <see cref="Columns"/> holds the text.</param>
    /// <param name="name">Named in errors.</param>
    /// <param name="cancellationToken">Checked between columns and rows.</param>
    public IEnumerable<DocumentEntry> Read(int text, string name, CancellationToken cancellationToken)
    {
        var number = 0;
        for (var group = 0; group < _reader.RowGroupCount; group++)
        {
            using var rows = _reader.OpenRowGroupReader(group);
            var count = Count(rows, name);
            var values = new string?[Columns.Count][];
            for (var column = 0; column < values.Length; column++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                values[column] = ParquetColumn.Read(rows, Columns[column], count, cancellationToken);
            }
            for (var row = 0; row < count; row++) yield return new DocumentEntry(++number, values[text][row], Meta(values, text, row));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private int Count(ParquetRowGroupReader rows, string name)
    {
        if (rows.RowCount is < 0 or > MostRows)
            throw new InvalidInputException($"{name}: expected row groups of at most {MostRows} rows, found one of {rows.RowCount}. Write the table with smaller row groups.");
        foreach (var column in Columns)
        {
            if (rows.GetMetadata(column)?.MetaData is { } meta && meta.TotalUncompressedSize > LargestColumn)
                throw new InvalidInputException($"{name}: expected columns of at most {LargestColumn >> 20} MiB in a row group, found that {column.Name} has {meta.TotalUncompressedSize} bytes. Write the table with smaller row groups.");
        }
        return (int)rows.RowCount;
    }

    private Dictionary<string, string>? Meta(string?[][] values, int text, int row)
    {
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var column = 0; column < values.Length; column++)
            if (column != text && values[column][row] is { Length: > 0 } value) meta[Columns[column].Name] = value;
        return meta.Count == 0 ? null : meta;
    }
}
