namespace Loci.Server.Page;

/// <summary>A file of the page as it is sent: read, hashed and compressed once.</summary>
/// <param name="ContentType">Its kind.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Compressed">The same in gzip.</param>
/// <param name="Tag">Its entity tag, quotes and all: SHA-256 of its bytes.</param>
internal sealed record PageAsset(string ContentType, byte[] Bytes, byte[] Compressed, string Tag);
