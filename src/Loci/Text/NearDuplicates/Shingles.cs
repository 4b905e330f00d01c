using System.Globalization;
using System.Numerics;

namespace Loci.Text.NearDuplicates;

/// <summary>
/// Hashes of every w = 3 words in a row of a text, as w-shingling has it (Broder 1997). A word is a run of letters, marks and digits, its case
/// folded; in scripts that part no words (Han, kana, Thai, Lao, Khmer, Burmese, Tibetan) every character is one. What stands between words does not count. A
/// text of fewer than three words has one shingle, of all of them; one without words has none. The same on every machine.
/// </summary>
internal ref struct Shingles
{
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15; // 2⁶⁴ over the golden ratio
    private const ulong Second = 0xC2B2_AE3D_27D4_EB4F, Third = 0x1656_67B1_9E37_79F9; // odd too: they tell the places in a shingle apart

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _words;
    private bool _ended;
    private ulong _first, _middle, _last;

    /// <summary>The shingles of a text.</summary>
    public Shingles(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The hash of this shingle.</summary>
    public uint Current { get; private set; }

    /// <summary>Moves on; false after the last.</summary>
    public bool MoveNext()
    {
        while (!_ended)
        {
            if (!NextWord(out var word))
            {
                _ended = true;
                if (_words is 0 or > 2) return false;
            }
            else
            {
                (_first, _middle, _last) = (_middle, _last, word);
                if (++_words < 3) continue;
            }
            Current = (uint)(Mix(_first + _middle * Second + _last * Third) >> 32);
            return true;
        }
        return false;
    }

    private bool NextWord(out ulong hash)
    {
        hash = Odd;
        var length = 0;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            var kind = KindOf(c);
            if (kind == CharacterKind.Between && length > 0) break;
            if (kind == CharacterKind.Alone && length > 0) break;
            _at++;
            if (kind == CharacterKind.Between) continue;
            length++;
            hash = (BitOperations.RotateLeft(hash, 5) ^ (char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c < 128 ? c : char.ToLowerInvariant(c))) * Odd;
            if (kind != CharacterKind.Alone) continue;
            while (_at < _text.Length && (char.IsLowSurrogate(_text[_at]) || IsMark(_text[_at]))) hash = (BitOperations.RotateLeft(hash, 5) ^ _text[_at++]) * Odd; // the rest of the character
            break;
        }
        hash = Mix(hash);
        return length > 0;
    }

    private static CharacterKind KindOf(char c)
    {
        if (c < 128) return char.IsAsciiLetterOrDigit(c) ? CharacterKind.Letter : CharacterKind.Between;
        if (c is >= '\u0E00' and <= '\u0FFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF' // Thai, Lao, Tibetan, Burmese, Khmer
            or >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' // kana, Han
            or >= '\uD840' and <= '\uD8BF') // the high halves of Han beyond the basic plane
            return char.IsLetterOrDigit(c) || char.IsSurrogate(c) ? CharacterKind.Alone : IsMark(c) ? CharacterKind.Letter : CharacterKind.Between;
        return char.IsLetterOrDigit(c) || char.IsSurrogate(c) || IsMark(c) ? CharacterKind.Letter : CharacterKind.Between;
    }

    private static bool IsMark(char c) => c >= 128 && char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>The finaliser of MurmurHash3 (Appleby): every bit of the result depends on every bit given.</summary>
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ hash >> 33) * 0xFF51_AFD7_ED55_8CCD;
        hash = (hash ^ hash >> 33) * 0xC4CE_B9FE_1A85_EC53;
        return hash ^ hash >> 33;
    }
}
