using System.Text;
using Loci.Ingest;
using nietras.SeparatedValues;

namespace Loci.Formats.Tables;

/// <summary>The rows of separated values, one after another; what the library and the decoder throw is told as an error of the file.</summary>
internal sealed class DelimitedRows : IDisposable
{
    private readonly string _name;
    private readonly SepReader _reader;
    private int _row;

    /// <summary>Begins to read.</summary>
    /// <param name="text">Where from.</param>
    /// <param name="tabbed">Whether tabs separate; else what the first row says.</param>
    /// <param name="name">Named in errors.</param>
    public DelimitedRows(TextReader text, bool tabbed, string name)
    {
        _name = name;
        _reader = Told(() => (tabbed ? Sep.New('\t') : (Sep?)null).Reader(o => o with { HasHeader = false, Unescape = true, DisableColCountCheck = true }).From(text));
    }

    /// <summary>Moves on.</summary>
    /// <exception cref="InvalidInputException">What follows is not UTF-8, or a row has too many characters, for want of a closing quote most likely.</exception>
    public bool MoveNext()
    {
        _row++;
        return Told(_reader.MoveNext);
    }

    /// <summary>The values of this row.</summary>
    public string[] Values() => _reader.Current[..].ToStringsArray();

    /// <summary>This row as an entry.</summary>
    public DocumentEntry Entry(string[] columns, int textColumn, int number)
    {
        var row = _reader.Current;
        if (row.ColCount != columns.Length) return new DocumentEntry(number, null, Problem: $"expected {columns.Length} values as in the first row, found {row.ColCount}");
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
            if (i != textColumn && row[i].Span is { IsEmpty: false } value) meta[columns[i]] = value.ToString();
        return new DocumentEntry(number, row[textColumn].ToString(), meta.Count == 0 ? null : meta);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private T Told<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidInputException($"{_name}: expected UTF-8 text, found bytes that are none near row {_row}. Convert the file to UTF-8.", e);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidInputException($"{_name}: expected rows of separated values, found something else near row {_row}: a quote that is not closed, or no table at all.", e);
        }
    }
}
