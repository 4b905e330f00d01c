using System.Buffers.Binary;

namespace Loci.Formats.Tables;

/// <summary>Holds the end of a Parquet file to what the format says, before its reader believes what stands there.</summary>
internal static class ParquetFooter
{
    private const int Tail = 8; // the footer's length and the signature
    private const int LongestFooter = 64 << 20;

    /// <summary>Refuses a file that ends otherwise; the stream is at its beginning afterwards.</summary>
    /// <exception cref="InvalidInputException">The file is cut short, encrypted, or its footer is damaged or too long.</exception>
    public static void Require(Stream stream, string name)
    {
        Span<byte> tail = stackalloc byte[Tail];
        if (stream.Length >= Tail + 4)
        {
            stream.Position = stream.Length - Tail;
            stream.ReadExactly(tail);
        }
        stream.Position = 0;
        if (tail.EndsWith("PARE"u8)) throw new InvalidInputException($"{name}: expected a Parquet table that can be read, found one that is encrypted. Save it without.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail.EndsWith("PAR1"u8) || length <= 0 || length > Math.Min(LongestFooter, stream.Length - Tail - 4))
            throw new InvalidInputException($"{name}: expected a Parquet table, found one that is cut short or damaged: it does not end as such a file does. Fetch it again.");
        var footer = new byte[length];
        stream.Position = stream.Length - Tail - length;
        stream.ReadExactly(footer);
        stream.Position = 0;
        if (!ThriftCheck.Holds(footer, ParquetShapes.Footer))
            throw new InvalidInputException($"{name}: expected a Parquet table, found one whose footer, which says where its columns are, is damaged or of a version that is not known here. Fetch it again, or write it by another program.");
    }
}
