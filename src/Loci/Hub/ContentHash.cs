using System.Security.Cryptography;
using System.Text;

namespace Loci.Hub;

/// <summary>The two hashes by which the hub names contents.</summary>
internal static class ContentHash
{
    private const int Sha1Digits = 40;
    private const int Sha256Digits = 64;
    private const int BufferLength = 1 << 20;

    /// <summary>Whether a text is a commit: 40 lower-case hexadecimal digits.</summary>
    public static bool IsCommit(string? text) => text?.Length == Sha1Digits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Whether a text is one of the hashes.</summary>
    public static bool IsHash(string? text) => text?.Length is Sha1Digits or Sha256Digits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The hash of a file of the same kind as <paramref name="like"/>: SHA-256, or SHA-1 over git's header "blob {bytes}\0" and the content.</summary>
    public static async Task<string> OfAsync(string path, string like, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferLength, FileOptions.SequentialScan | FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(like.Length == Sha256Digits ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (like.Length == Sha1Digits) hash.AppendData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"blob {stream.Length}\0")));
        var buffer = new byte[BufferLength];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read) hash.AppendData(buffer.AsSpan(0, read));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
