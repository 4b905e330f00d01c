using System.Buffers.Binary;
using Loci.Embedding;

namespace Loci.Memories.Storage;

/// <summary>
/// Features as stored bytes, part after part, little-endian. Dense: d × float32. Terms: their number (variable-length), the hashes (uint32 each), then the
/// counts (variable-length each). A variable-length number has seven bits a byte, lowest first; the top bit says that more follow.
/// </summary>
internal static class FeatureCodec
{
    /// <summary>Writes features that <see cref="FeatureCheck"/> has passed.</summary>
    public static byte[] Encode(IReadOnlyList<FeaturePart> parts, Features features)
    {
        using var bytes = new MemoryStream();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind == FeatureKind.Dense)
                WriteDense(bytes, features.Dense[i]!);
            else
                WriteTerms(bytes, features.Terms[i]!);
        }
        return bytes.ToArray();
    }

    /// <summary>Reads features; null if the bytes are not features of these parts.</summary>
    public static Features? Decode(IReadOnlyList<FeaturePart> parts, ReadOnlySpan<byte> bytes)
    {
        var dense = new float[]?[parts.Count];
        var terms = new TermCounts?[parts.Count];
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind == FeatureKind.Dense ? !ReadDense(ref bytes, parts[i].Dimensions, out dense[i]) : !ReadTerms(ref bytes, out terms[i]))
                return null;
        }
        var features = new Features(dense, terms);
        return bytes.IsEmpty && FeatureCheck.Find(parts, features) is null ? features : null;
    }

    private static void WriteDense(MemoryStream bytes, float[] vector)
    {
        Span<byte> four = stackalloc byte[4];
        foreach (var value in vector)
        {
            BinaryPrimitives.WriteSingleLittleEndian(four, value);
            bytes.Write(four);
        }
    }

    private static void WriteTerms(MemoryStream bytes, TermCounts terms)
    {
        Span<byte> four = stackalloc byte[4];
        WriteNumber(bytes, (uint)terms.Terms.Length);
        foreach (var term in terms.Terms)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(four, term);
            bytes.Write(four);
        }
        foreach (var count in terms.Counts)
            WriteNumber(bytes, (uint)count);
    }

    private static void WriteNumber(MemoryStream bytes, uint value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.WriteByte((byte)(value | 0x80));
        bytes.WriteByte((byte)value);
    }

    private static bool ReadDense(ref ReadOnlySpan<byte> bytes, int dimensions, out float[]? vector)
    {
        vector = null;
        if (bytes.Length / 4 < dimensions)
            return false;
        vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        bytes = bytes[(4 * dimensions)..];
        return true;
    }

    private static bool ReadTerms(ref ReadOnlySpan<byte> bytes, out TermCounts? terms)
    {
        terms = null;
        if (!ReadNumber(ref bytes, out var length) || bytes.Length / 5 < length) // a hash and its count take five bytes at least
            return false;
        var (hashes, counts) = (new uint[length], new int[length]);
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        bytes = bytes[(4 * hashes.Length)..];
        for (var i = 0; i < counts.Length; i++)
        {
            if (!ReadNumber(ref bytes, out var count))
                return false;
            counts[i] = (int)Math.Min(count, int.MaxValue);
        }
        terms = new TermCounts(hashes, counts);
        return true;
    }

    private static bool ReadNumber(ref ReadOnlySpan<byte> bytes, out uint value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < 5; i++)
        {
            value |= (uint)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80)
                continue;
            bytes = bytes[(i + 1)..];
            return true;
        }
        return false;
    }
}
