using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Loci.Postgres.Writing;

/// <summary>What sources are looked up by: eight bytes of their SHA-256. The source itself is compared besides.</summary>
internal static class SourceKey
{
    /// <summary>The key of a source.</summary>
    public static long Of(string source) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(source)));
}
