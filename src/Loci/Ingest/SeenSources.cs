using System.Security.Cryptography;
using System.Text;

namespace Loci.Ingest;

/// <summary>Sources that a run has met, as 16 bytes of a hash each, so that millions fit. Not thread-safe.</summary>
internal sealed class SeenSources
{
    private readonly HashSet<UInt128> _seen = [];

    /// <summary>Notes a source.</summary>
    public void Add(string source) => _seen.Add(Key(source));

    /// <summary>Whether a source was met.</summary>
    public bool Contains(string source) => _seen.Contains(Key(source));

    private static UInt128 Key(string source)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(source), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
