using Loci.Text.NearDuplicates;

namespace Loci.Memories.Storage;

/// <summary>Compares MinHash signatures as they are stored.</summary>
internal static class SignatureSimilarity
{
    /// <summary>From where on a document counts as nearly repeating another.</summary>
    public const double Alike = 0.8;

    /// <summary>The estimated Jaccard similarity; 0 where a signature is not of the length that this version writes.</summary>
    public static double Of(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => one.Length == MinHashSignature.ByteLength && other.Length == MinHashSignature.ByteLength
        ? MinHash.Similarity(MinHashSignature.FromBytes(one), MinHashSignature.FromBytes(other))
        : 0;
}
