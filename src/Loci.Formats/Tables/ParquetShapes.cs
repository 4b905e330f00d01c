using static Loci.Formats.Tables.ThriftShape;
using static Loci.Formats.Tables.ThriftType;

namespace Loci.Formats.Tables;

/// <summary>The structures of a Parquet file's footer, by the format's definition (parquet.thrift, version 2.12).</summary>
internal static class ParquetShapes
{
    private static readonly ThriftShape _empty = Of(), _list = ListOf(I64);
    private static readonly ThriftShape _keyValue = Of(Binary, Binary);
    private static readonly ThriftShape _time = Of(Bool, Of(_empty, _empty, _empty));

    private static readonly ThriftShape _logicalType =
        Of(_empty, _empty, _empty, _empty, Of(I32, I32), _empty, _time, _time).With(10, Of(ThriftType.Byte, Bool)).With(11, _empty).With(12, _empty).With(13, _empty).With(14, _empty).With(15, _empty)
            .With(16, Of(ThriftType.Byte)).With(17, Of(Binary)).With(18, Of(Binary, I32));

    private static readonly ThriftShape _schemaElement = Of(I32, I32, I32, Binary, I32, I32, I32, I32, I32, _logicalType);
    private static readonly ThriftShape _statistics = Of(Binary, Binary, I64, I64, Binary, Binary, Bool, Bool);
    private static readonly ThriftShape _sizes = Of(I64, _list, _list);
    private static readonly ThriftShape _geography = Of(Of(ThriftType.Double, ThriftType.Double, ThriftType.Double, ThriftType.Double, ThriftType.Double, ThriftType.Double, ThriftType.Double, ThriftType.Double), ListOf(I32));

    private static readonly ThriftShape _columnMetaData = Of(
        I32, ListOf(I32), ListOf(Binary), I32, I64, I64, I64, ListOf(_keyValue), I64, I64, I64, _statistics, ListOf(Of(I32, I32, I32)), I64, I32, _sizes, _geography);

    private static readonly ThriftShape _columnChunk = Of(Binary, I64, _columnMetaData, I64, I32, I64, I32, Of(_empty, Of(ListOf(Binary), Binary)), Binary);
    private static readonly ThriftShape _rowGroup = Of(ListOf(_columnChunk), I64, I64, ListOf(Of(I32, Bool, Bool)), I64, I64, I16);
    private static readonly ThriftShape _cipher = Of(Binary, Binary, Bool);

    /// <summary>The footer: FileMetaData.</summary>
    public static ThriftShape Footer { get; } = Of(I32, ListOf(_schemaElement), I64, ListOf(_rowGroup), ListOf(_keyValue), Binary, ListOf(Of(_empty)), Of(_cipher, _cipher), Binary);
}
