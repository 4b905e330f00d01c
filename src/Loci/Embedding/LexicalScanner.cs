using System.Globalization;
using System.Text;

namespace Loci.Embedding;

/// <summary>Scans one text after another into term counts, reusing its buffers. Not safe to share between threads.</summary>
internal sealed class LexicalScanner(LexicalOptions options)
{
    private const ulong Offset = 14695981039346656037; // FNV-1a, 64 bits
    private const ulong Prime = 1099511628211;
    private const ulong WordSalt = 0x9E3779B97F4A7C15;
    private const ulong BigramSalt = 0xC2B2AE3D27D4EB4F;
    private const ulong CharacterSalt = 0x165667B19E3779F9;
    private const char Boundary = '\u0001';

    private static readonly sbyte[] Ascii = AsciiWords();

    private readonly List<char> _word = [];
    private uint[] _terms = new uint[1024];
    private int _count;
    private ulong _previous;

    private bool KeepsCharacters => options.LongestCharacters > 0;

    /// <summary>Counts the terms of a text.</summary>
    public TermCounts Count(ReadOnlySpan<char> text)
    {
        _count = 0;
        _previous = 0;
        var hash = Offset;
        var length = 0;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] < 128)
            {
                var lower = Ascii[text[i++]];
                if (lower == 0)
                    EndWord(ref hash, ref length);
                else
                    Extend(ref hash, ref length, (char)lower);
                continue;
            }
            // An unpaired surrogate decodes to U+FFFD, which separates words.
            Rune.DecodeFromUtf16(text[i..], out var rune, out var consumed);
            i += consumed;
            ScanRune(rune, ref hash, ref length);
        }
        EndWord(ref hash, ref length);
        return Collect();
    }

    private void ScanRune(Rune rune, ref ulong hash, ref int length)
    {
        var alone = StandsAlone(rune.Value);
        if (alone || !IsWordRune(rune))
            EndWord(ref hash, ref length);
        if (!IsWordRune(rune))
            return;
        Span<char> units = stackalloc char[2];
        var written = Rune.ToLowerInvariant(rune).EncodeToUtf16(units);
        foreach (var unit in units[..written])
            Extend(ref hash, ref length, unit);
        if (alone)
            EndWord(ref hash, ref length);
    }

    private void Extend(ref ulong hash, ref int length, char unit)
    {
        hash = (hash ^ unit) * Prime;
        length++;
        if (KeepsCharacters)
            _word.Add(unit);
    }

    private void EndWord(ref ulong hash, ref int length)
    {
        if (length == 0)
            return;
        if (options.Words)
            Add(Mix(hash ^ WordSalt));
        if (options.Bigrams && _previous != 0)
            Add(Mix((Mix64(_previous) + hash) ^ BigramSalt));
        if (KeepsCharacters)
            AddCharacters();
        _previous = hash;
        hash = Offset;
        length = 0;
    }

    private void AddCharacters()
    {
        _word.Insert(0, Boundary);
        _word.Add(Boundary);
        for (var start = 0; start < _word.Count; start++)
        {
            var hash = Offset;
            for (var n = 1; n <= options.LongestCharacters && start + n <= _word.Count; n++)
            {
                hash = (hash ^ _word[start + n - 1]) * Prime;
                if (n >= options.ShortestCharacters)
                    Add(Mix(hash ^ CharacterSalt));
            }
        }
        _word.Clear();
    }

    private void Add(uint term)
    {
        if (_count == _terms.Length)
            Array.Resize(ref _terms, checked(_count * 2));
        _terms[_count++] = term;
    }

    private TermCounts Collect()
    {
        var all = _terms.AsSpan(0, _count);
        all.Sort();
        var distinct = 0;
        for (var i = 0; i < all.Length; i++)
            if (i == 0 || all[i] != all[i - 1])
                distinct++;
        var terms = new uint[distinct];
        var counts = new int[distinct];
        var last = -1;
        foreach (var term in all)
        {
            if (last < 0 || terms[last] != term)
                terms[++last] = term;
            counts[last]++;
        }
        return new TermCounts(terms, counts);
    }

    private static uint Mix(ulong hash) => (uint)(Mix64(hash) >> 32);

    /// <summary>The finaliser of MurmurHash3 (Appleby): every input bit reaches every output bit.</summary>
    private static ulong Mix64(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }

    private static bool IsWordRune(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;

    /// <summary>Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana and Han.</summary>
    private static bool StandsAlone(int rune) => rune is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static sbyte[] AsciiWords()
    {
        var lower = new sbyte[128];
        for (var c = 0; c < 128; c++)
            if (char.IsAsciiLetterOrDigit((char)c))
                lower[c] = (sbyte)char.ToLowerInvariant((char)c);
        return lower;
    }
}
