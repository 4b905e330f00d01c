using System.Globalization;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Loci.Formats.Tables;

/// <summary>Reads one column of a row group as text, in no language's way of writing numbers.</summary>
internal static class ParquetColumn
{
    private delegate string?[] Reader(ParquetRowGroupReader rows, DataField field, int count, CancellationToken cancellationToken);

    private static readonly Dictionary<Type, Reader> Readers = new()
    {
        [typeof(string)] = Strings, [typeof(ReadOnlyMemory<char>)] = Strings,
        [typeof(bool)] = (rows, field, count, stop) => Values<bool>(rows, field, count, value => value ? "true" : "false", stop),
        [typeof(sbyte)] = Numbers<sbyte>, [typeof(byte)] = Numbers<byte>, [typeof(short)] = Numbers<short>, [typeof(ushort)] = Numbers<ushort>,
        [typeof(int)] = Numbers<int>, [typeof(uint)] = Numbers<uint>, [typeof(long)] = Numbers<long>, [typeof(ulong)] = Numbers<ulong>,
        [typeof(float)] = Numbers<float>, [typeof(double)] = Numbers<double>, [typeof(decimal)] = Numbers<decimal>, [typeof(Guid)] = Numbers<Guid>,
        [typeof(DateTime)] = (rows, field, count, stop) => Values<DateTime>(rows, field, count, value => value.ToString("O", CultureInfo.InvariantCulture), stop),
        [typeof(DateOnly)] = (rows, field, count, stop) => Values<DateOnly>(rows, field, count, value => value.ToString("O", CultureInfo.InvariantCulture), stop),
        [typeof(TimeSpan)] = (rows, field, count, stop) => Values<TimeSpan>(rows, field, count, value => value.ToString("c", CultureInfo.InvariantCulture), stop),
    };

    /// <summary>Whether a column can be read: one value or none a row, of a type that can be written as text.</summary>
    public static bool IsPlain(DataField field) => field is { MaxRepetitionLevel: 0 } && field.Path.Length == 1 && Readers.ContainsKey(field.ClrType);

    /// <summary>Whether a column holds text.</summary>
    public static bool IsText(DataField field) => Readers.TryGetValue(field.ClrType, out var reader) && reader == Strings;

    /// <summary>The values of a column, null where a row has none.</summary>
    public static string?[] Read(ParquetRowGroupReader rows, DataField field, int count, CancellationToken cancellationToken) => Readers[field.ClrType](rows, field, count, cancellationToken);

    private static string?[] Strings(ParquetRowGroupReader rows, DataField field, int count, CancellationToken cancellationToken)
    {
        var values = new string?[count];
        rows.ReadAsync(field, values.AsMemory(), cancellationToken: cancellationToken).AsTask().GetAwaiter().GetResult();
        return values;
    }

    private static string?[] Numbers<T>(ParquetRowGroupReader rows, DataField field, int count, CancellationToken cancellationToken) where T : struct, IFormattable =>
        Values<T>(rows, field, count, value => value.ToString(null, CultureInfo.InvariantCulture), cancellationToken);

    private static string?[] Values<T>(ParquetRowGroupReader rows, DataField field, int count, Func<T, string> write, CancellationToken cancellationToken) where T : struct
    {
        using var data = (RawColumnData<T>)rows.ReadRawColumnDataBaseAsync(field, cancellationToken).AsTask().GetAwaiter().GetResult();
        var values = new string?[count];
        var row = 0;
        if (field.IsNullable)
        {
            foreach (var value in data.NullableValues) values[row++] = value is { } present ? write(present) : null;
        }
        else
        {
            foreach (var value in data.Values) values[row++] = write(value);
        }
        return row == count ? values : throw new InvalidDataException($"the column {field.Name} has {row} values for {count} rows");
    }
}
