namespace Loci.Memories.Storage;

/// <summary>A chunk ready to be written: its text in UTF-8, its length in tokens and its features as <see cref="FeatureCodec"/> writes them.</summary>
internal sealed record PreparedChunk(byte[] Utf8, int Tokens, byte[] Features);
