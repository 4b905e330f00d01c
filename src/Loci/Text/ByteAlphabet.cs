using System.Text;

namespace Loci.Text;

/// <summary>
/// The 256 printable characters that stand for bytes in byte-level vocabularies (GPT-2): bytes that print as themselves in Latin-1 keep
/// their character, the other 68 follow from U+0100 on, in order. A space is <c>Ġ</c>, a line feed is <c>Ċ</c>.
/// </summary>
internal static class ByteAlphabet
{
    private const int LongestOnStack = 512;

    private static readonly char[] _characters = Build();
    private static readonly short[] _bytes = Invert(_characters);

    /// <summary>The character of each byte.</summary>
    public static ReadOnlySpan<char> Characters => _characters;

    /// <summary>The UTF-8 bytes of the text, each as its character. A lone surrogate becomes U+FFFD first.</summary>
    public static string Encode(ReadOnlySpan<char> text)
    {
        int capacity = text.Length * 3;
        Span<byte> bytes = capacity <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[capacity];
        int count = Encoding.UTF8.GetBytes(text, bytes);
        return string.Create(count, (ReadOnlySpan<byte>)bytes[..count], static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = _characters[source[i]];
            }
        });
    }

    /// <summary>Appends the bytes that the characters of a token stand for; false, with nothing appended, where one of them stands for none.</summary>
    public static bool TryDecode(ReadOnlySpan<char> token, List<byte> bytes)
    {
        int before = bytes.Count;
        foreach (char character in token)
        {
            short value = character < _bytes.Length ? _bytes[character] : (short)-1;
            if (value < 0)
            {
                bytes.RemoveRange(before, bytes.Count - before);
                return false;
            }

            bytes.Add((byte)value);
        }

        return true;
    }

    private static char[] Build()
    {
        var characters = new char[256];
        int next = 256;
        for (int value = 0; value < 256; value++)
        {
            bool printable = value is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = (char)(printable ? value : next++);
        }

        return characters;
    }

    private static short[] Invert(char[] characters)
    {
        var bytes = new short[characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < characters.Length; value++)
        {
            bytes[characters[value]] = (short)value;
        }

        return bytes;
    }
}
