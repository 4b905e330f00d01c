using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Loci.Memories;

/// <summary>The first eight bytes of a SHA-256: enough to notice damage, not meant against forgery.</summary>
internal static class Checksum
{
    /// <summary>Of a chunk and its place.</summary>
    public static long OfChunk(long document, int ordinal, int tokens, ReadOnlySpan<byte> text, ReadOnlySpan<byte> features)
    {
        Span<byte> head = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(head, document);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], ordinal);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], tokens);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], text.Length);
        return Of(head, text, features);
    }

    /// <summary>Of a document.</summary>
    public static long OfDocument(long bytes, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> source, ReadOnlySpan<byte> meta)
    {
        Span<byte> head = stackalloc byte[16 + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64LittleEndian(head, bytes);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], source.Length);
        hash.CopyTo(head[16..]);
        return Of(head[..(16 + hash.Length)], source, meta);
    }

    private static long Of(ReadOnlySpan<byte> head, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(head);
        sha.AppendData(first);
        sha.AppendData(second);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        sha.GetHashAndReset(digest);
        return BinaryPrimitives.ReadInt64LittleEndian(digest);
    }
}
