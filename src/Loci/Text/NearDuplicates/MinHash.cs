using System.Numerics;
using System.Runtime.InteropServices;

namespace Loci.Text.NearDuplicates;

/// <summary>
/// Tells near-duplicates among any number of texts. Two texts resemble each other as much as the sets A and B of their shingles overlap,
/// J = |A ∩ B| / |A ∪ B|. Under a random permutation the least elements of A and B are equal with probability J, so the share of equal minima under
/// k = 128 permutations estimates J without bias, with the standard error √(J(1 − J)/k), at most 0.044 (Broder, On the resemblance and containment of
/// documents, 1997). Candidates are found without comparing all pairs: the minima are cut into b = 16 bands of r = 8, and two texts share a key of some
/// band with probability 1 − (1 − Jʳ)ᵇ: 0.9999 at J = 0.9, 0.95 at 0.8, 0.06 at 0.5 (Indyk and Motwani 1998). Pure, deterministic and the same on every machine;
/// safe from any number of threads.
/// </summary>
/// <remarks>
/// Shingles are hashed to 32 bits; the permutations are x ↦ a·(x ⊕ s) mod 2³² with odd a, which are bijections, their high and low halves exchanged in
/// between so that every bit counts.
/// </remarks>
public static class MinHash
{
    /// <summary>k, the number of permutations.</summary>
    public const int Permutations = 128;

    /// <summary>b, the number of bands, and of keys.</summary>
    public const int Bands = 16;

    /// <summary>r, the number of minima in a band.</summary>
    public const int Rows = Permutations / Bands;

    private static readonly uint[] Multipliers = Numbers(0x6C6F_6369), Shifts = Numbers(0x6E65_6172), Seconds = Numbers(0x6475_706C);

    /// <summary>The signature of a text.</summary>
    public static MinHashSignature Of(ReadOnlySpan<char> text)
    {
        var minima = new uint[Permutations];
        minima.AsSpan().Fill(uint.MaxValue);
        var shingles = new Shingles(text);
        while (shingles.MoveNext()) Lower(minima, shingles.Current);
        return new MinHashSignature(minima);
    }

    /// <summary>The estimate of J; 0 where either text has no words.</summary>
    public static double Similarity(MinHashSignature a, MinHashSignature b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.IsEmpty || b.IsEmpty) return 0;
        var equal = 0;
        for (var i = 0; i < Permutations; i++) equal += a.Minima[i] == b.Minima[i] ? 1 : 0;
        return equal / (double)Permutations;
    }

    /// <summary>One key a band, in order; texts that share any are candidates. The band is part of the key. None for a text without words.</summary>
    public static IReadOnlyList<long> BandKeys(MinHashSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (signature.IsEmpty) return [];
        var keys = new long[Bands];
        for (var band = 0; band < Bands; band++)
        {
            var hash = SplitMix((ulong)band);
            foreach (var minimum in signature.Minima.Slice(band * Rows, Rows)) hash = SplitMix(hash ^ minimum);
            keys[band] = (long)hash;
        }
        return keys;
    }

    /// <summary>Lowers every minimum to the shingle's place in its permutation, where that is less.</summary>
    private static void Lower(uint[] minima, uint shingle)
    {
        var least = MemoryMarshal.Cast<uint, Vector<uint>>(minima.AsSpan());
        var multipliers = MemoryMarshal.Cast<uint, Vector<uint>>(Multipliers.AsSpan());
        var shifts = MemoryMarshal.Cast<uint, Vector<uint>>(Shifts.AsSpan());
        var seconds = MemoryMarshal.Cast<uint, Vector<uint>>(Seconds.AsSpan());
        var hash = new Vector<uint>(shingle);
        for (var i = 0; i < least.Length; i++)
        {
            var mixed = (hash ^ shifts[i]) * multipliers[i];
            mixed = ((mixed >>> 16) | (mixed << 16)) * seconds[i];
            least[i] = Vector.Min(least[i], mixed);
        }
    }

    /// <summary>Odd numbers that look random.</summary>
    private static uint[] Numbers(ulong seed)
    {
        var numbers = new uint[Permutations];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (uint)((seed = SplitMix(seed)) >> 32) | 1;
        return numbers;
    }

    /// <summary>A step of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong SplitMix(ulong state)
    {
        state = unchecked(state + 0x9E37_79B9_7F4A_7C15);
        state = unchecked((state ^ state >> 30) * 0xBF58_476D_1CE4_E5B9);
        state = unchecked((state ^ state >> 27) * 0x94D0_49BB_1331_11EB);
        return state ^ state >> 31;
    }
}
