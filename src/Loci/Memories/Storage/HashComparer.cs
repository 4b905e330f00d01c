namespace Loci.Memories.Storage;

/// <summary>Compares hashes by their bytes.</summary>
internal sealed class HashComparer : IEqualityComparer<byte[]>
{
    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(byte[] obj) => BitConverter.ToInt32(obj, 0);
}
