using CsCheck;

namespace Loci.Tests.Text;

/// <summary>Random texts: words and spaces that repeat, now and then any character at all, lone surrogates included.</summary>
internal static class Texts
{
    private static readonly Gen<string> _piece = Gen.OneOf(
        (Gen<string>)Gen.OneOf("the", "then", " the", "a", "ab", "aba", " ", "  ", "\n", "\r\n\r\n", "\t", "don't", "I'LL", "2024", "1", ",", "...", "é", "e\u0301", "ſ", "漢字", "한국어",
            "\U0001F600", "\U0001D49C", "\U00020000", "\u200D", "<|endoftext|>", "\0", "▁", "<0x41>"),
        Gen.String[Gen.Char['a', 'e'], 1, 12],
        Gen.String[Gen.Char, 1, 4]);

    public static Gen<string> Any { get; } = _piece.Array[0, 30].Select(string.Concat);

    /// <summary>The text as UTF-8 keeps it: lone surrogates become U+FFFD.</summary>
    public static string AsUtf8(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
