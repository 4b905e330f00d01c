using System.Text;
using Loci.Embedding;

namespace Loci.Memories;

/// <summary>A chunk as read from the database, its checksum verified.</summary>
internal sealed record ChunkRow(long Id, long Document, int Ordinal, byte[] Utf8, int Tokens, Features Features, long Checksum)
{
    /// <summary>The text of the chunk.</summary>
    public string Text => Encoding.UTF8.GetString(Utf8);
}
