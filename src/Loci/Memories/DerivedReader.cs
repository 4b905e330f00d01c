using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Loci.Memories;

/// <summary>
/// Reads what <see cref="DerivedWriter"/> wrote. Nothing read may be used before <see cref="Finish"/> has said that the checksum holds.
/// Every method throws <see cref="InvalidDataException"/> or <see cref="EndOfStreamException"/> where the file cannot be right.
/// </summary>
internal sealed class DerivedReader(Stream stream) : IDisposable
{
    private const int Piece = 1 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Reads a number.</summary>
    public long Number()
    {
        var value = 0L;
        Bytes(MemoryMarshal.AsBytes(new Span<long>(ref value)));
        return value;
    }

    /// <summary>Reads an array; its length is held against what is left of the file before memory is taken for it.</summary>
    public unsafe T[] Array<T>() where T : unmanaged
    {
        var length = Number();
        if (length < 0 || length > System.Array.MaxLength || length > (stream.Length - stream.Position) / sizeof(T))
            throw new InvalidDataException("An array is longer than its file.");
        var values = GC.AllocateUninitializedArray<T>((int)length);
        for (var rest = values.AsSpan(); !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..])
            Bytes(MemoryMarshal.AsBytes(rest[..Math.Min(Piece, rest.Length)]));
        return values;
    }

    /// <summary>Reads the checksum and throws unless it holds and ends the file.</summary>
    public void Finish()
    {
        Span<byte> stored = stackalloc byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(stored);
        if (!stored.SequenceEqual(_hash.GetHashAndReset()) || stream.Position != stream.Length)
            throw new InvalidDataException("The checksum does not hold.");
    }

    /// <summary>Frees the hash; the stream stays open.</summary>
    public void Dispose() => _hash.Dispose();

    private void Bytes(Span<byte> bytes)
    {
        stream.ReadExactly(bytes);
        _hash.AppendData(bytes);
    }
}
