using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Loci.Memories;

/// <summary>Writes numbers and arrays of numbers in the machine's byte order, and at the end the SHA-256 of it all.</summary>
internal sealed class DerivedWriter(Stream stream) : IDisposable
{
    private const int Piece = 1 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Writes a number.</summary>
    public void Number(long value) => Bytes(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref value)));

    /// <summary>Writes an array with its length.</summary>
    public void Array<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        Number(values.Length);
        for (; !values.IsEmpty; values = values[Math.Min(Piece, values.Length)..])
            Bytes(MemoryMarshal.AsBytes(values[..Math.Min(Piece, values.Length)]));
    }

    /// <summary>Writes the checksum; nothing may follow.</summary>
    public void Finish() => stream.Write(_hash.GetHashAndReset());

    /// <summary>Frees the hash; the stream stays open.</summary>
    public void Dispose() => _hash.Dispose();

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        stream.Write(bytes);
    }
}
