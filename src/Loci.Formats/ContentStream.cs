using System.Runtime.InteropServices;

namespace Loci.Formats;

/// <summary>A stream over bytes that have been read, without a copy.</summary>
internal static class ContentStream
{
    /// <summary>The stream; it can be sought in.</summary>
    public static MemoryStream Over(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array) ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(bytes.ToArray(), writable: false);
}
