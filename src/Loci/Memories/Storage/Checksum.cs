using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Loci.Memories.Storage;

/// <summary>The first eight bytes of a SHA-256: enough to notice damage, not meant against forgery.</summary>
internal static class Checksum
{
    /// <summary>Of a chunk's text and place.</summary>
    public static long OfChunk(long document, int ordinal, int tokens, ReadOnlySpan<byte> text)
    {
        Span<byte> head = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(head, document);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], ordinal);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], tokens);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], text.Length);
        return Of(head, text, []);
    }

    /// <summary>Of a chunk's features under one generation of embedder.</summary>
    public static long OfFeatures(long chunk, int generation, ReadOnlySpan<byte> features)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, chunk);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], generation);
        return Of(head, features, []);
    }

    /// <summary>Of a document.</summary>
    public static long OfDocument(long bytes, long added, ReadOnlySpan<byte> hash, string source, string meta)
    {
        var (first, second) = (Encoding.UTF8.GetBytes(source), Encoding.UTF8.GetBytes(meta));
        Span<byte> head = stackalloc byte[24 + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64LittleEndian(head, bytes);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], added);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], first.Length);
        hash.CopyTo(head[24..]);
        return Of(head[..(24 + hash.Length)], first, second);
    }

    /// <summary>Of what format 1 kept of a chunk, where its features lay beside its text.</summary>
    public static long OfFormer(long document, int ordinal, int tokens, ReadOnlySpan<byte> text, ReadOnlySpan<byte> features)
    {
        Span<byte> head = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(head, document);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], ordinal);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], tokens);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], text.Length);
        return Of(head, text, features);
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
