namespace Loci.Formats.Tables;

/// <summary>
/// Holds bytes of the Thrift compact protocol to the structures that they are read as, so that a reader that believes them stays within them. Parquet.Net takes each field for what its number says,
/// whatever type it has, and reads on for ever where the bytes have ended; fields that it does not know it passes over only where they are plain.
/// </summary>
/// <param name="bytes">What is to be read.</param>
internal ref struct ThriftCheck(ReadOnlySpan<byte> bytes)
{
    private const int LongestInteger = 10, Deepest = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Whether the bytes begin with a sound value of a shape.</summary>
    public static bool Holds(ReadOnlySpan<byte> bytes, ThriftShape shape) => new ThriftCheck(bytes).Value(shape, 0);

    private bool Value(ThriftShape shape, int depth) => shape.Type switch
    {
        ThriftType.Bool or ThriftType.False => true,
        ThriftType.Byte => Skip(1),
        ThriftType.I16 or ThriftType.I32 or ThriftType.I64 => Integer(out _),
        ThriftType.Double => Skip(8),
        ThriftType.Binary => Length(out var length) && Skip(length),
        ThriftType.List => depth < Deepest && List(shape.Element, depth),
        ThriftType.Struct => depth < Deepest && Structure(shape.Fields, depth),
        _ => false,
    };

    private bool Structure(IReadOnlyDictionary<int, ThriftShape>? fields, int depth)
    {
        short number = 0;
        while (true)
        {
            if (!Next(out var header)) return false;
            if (header == (int)ThriftType.Stop) return true;
            if (fields is null) return false; // unknown fields of an unknown structure
            if (header >> 4 is var step and > 0) number += (short)step;
            else if (Integer(out var coded) && coded <= ushort.MaxValue) number = (short)((int)((uint)coded >> 1) ^ -(int)(coded & 1));
            else return false;
            var type = (ThriftType)(header & 15);
            var expected = fields.GetValueOrDefault(number);
            if (expected is not null && !Same(type, expected.Type)) return false;
            if (!Value(expected ?? new ThriftShape(type), depth + 1)) return false;
        }
    }

    private bool List(ThriftShape? element, int depth)
    {
        if (!Next(out var header)) return false;
        var (count, type) = (header >> 4, (ThriftType)(header & 15));
        if (count == 15 && !Length(out count)) return false;
        if (count > _bytes.Length - _at) return false; // each takes a byte at least
        if (count == 0) return true;
        if (element is null ? type is ThriftType.Bool or ThriftType.False or ThriftType.Struct : type != element.Type) return false;
        for (var i = 0; i < count; i++)
        {
            if (!Value(element ?? new ThriftShape(type), depth + 1)) return false;
        }
        return true;
    }

    private static bool Same(ThriftType found, ThriftType expected) => found == expected || (expected == ThriftType.Bool && found == ThriftType.False);

    /// <summary>A number of bytes or elements, which cannot be more than are left.</summary>
    private bool Length(out int length)
    {
        var sound = Integer(out var value) && value <= (ulong)(_bytes.Length - _at);
        length = sound ? (int)value : 0;
        return sound;
    }

    private bool Integer(out ulong value)
    {
        value = 0;
        for (var i = 0; i < LongestInteger; i++)
        {
            if (!Next(out var part)) return false;
            value |= (ulong)(part & 0x7f) << (7 * i);
            if (part < 0x80) return true;
        }
        return false;
    }

    private bool Next(out int value)
    {
        value = _at < _bytes.Length ? _bytes[_at++] : -1;
        return value >= 0;
    }

    private bool Skip(int count)
    {
        if (count > _bytes.Length - _at) return false;
        _at += count;
        return true;
    }
}
