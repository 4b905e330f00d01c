using System.Globalization;

namespace Loci.Text.Vocabularies;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> that stand for bytes in SentencePiece vocabularies.</summary>
internal static class ByteTokens
{
    /// <summary>The id of each byte's token, or null where the vocabulary lacks it.</summary>
    public static int?[] Of(TokenTable tokens) =>
        [.. Enumerable.Range(0, 256).Select(value => tokens.IdOf(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>")))];

    /// <summary>The byte that a token stands for, or null.</summary>
    public static byte? ByteOf(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
        && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : null;
}
