using System.Buffers.Binary;

namespace Loci.Text.NearDuplicates;

/// <summary>The minima of a text's shingles under 128 permutations, from <see cref="MinHash.Of"/>. Immutable.</summary>
public sealed class MinHashSignature
{
    private readonly uint[] _minima;

    internal MinHashSignature(uint[] minima) => _minima = minima;

    /// <summary>The length of <see cref="ToBytes"/>: 512.</summary>
    public const int ByteLength = MinHash.Permutations * sizeof(uint);

    /// <summary>Whether the text has no words, and so nothing that it could share with another.</summary>
    public bool IsEmpty => !_minima.AsSpan().ContainsAnyExcept(uint.MaxValue);

    /// <summary>The least hash under each permutation, 128 of them.</summary>
    public ReadOnlySpan<uint> Minima => _minima;

    /// <summary>The minima as 512 bytes, little-endian, the same on every machine.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[ByteLength];
        for (var i = 0; i < _minima.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), _minima[i]);
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="ArgumentException">There are not 512 bytes.</exception>
    public static MinHashSignature FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteLength) throw new ArgumentException($"A signature has {ByteLength} bytes, not {bytes.Length}.", nameof(bytes));
        var minima = new uint[MinHash.Permutations];
        for (var i = 0; i < minima.Length; i++) minima[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
        return new MinHashSignature(minima);
    }
}
