using System.Text;
using Loci.Embedding;

namespace Loci.Memories.Storage;

/// <summary>A chunk as read from the store, its checksums verified. <see cref="Checksum"/> is that of its features, which differs between chunks and embedders.</summary>
internal sealed record ChunkRow(long Id, long Document, int Ordinal, byte[] Utf8, int Tokens, Features Features, long Checksum)
{
    /// <summary>The text of the chunk.</summary>
    public string Text => Encoding.UTF8.GetString(Utf8);
}
