using Loci.Durability.Documents;
using Loci.Durability.Ledgers;

namespace Loci.Durability.Sharing;

/// <summary>What a memory holds at one time, in short.</summary>
/// <param name="Documents">Number of documents.</param>
/// <param name="Chunks">Number of chunks.</param>
/// <param name="Digest">A number that two different sets of specimens share with a chance of one in 2⁶⁴; null where only counts are known.</param>
internal readonly record struct MemoryState(long Documents, long Chunks, ulong? Digest)
{
    /// <summary>Of a set of specimens.</summary>
    public static MemoryState Of(IReadOnlyCollection<long> numbers) => new(
        numbers.Count, numbers.Sum(number => (long)Specimen.Chunks(number)), numbers.Aggregate(0UL, (digest, number) => unchecked(digest + Mix((ulong)number))));

    /// <summary>Of every state that a memory has gone through, in order, the one included that the operation under way leads to.</summary>
    public static IReadOnlyList<MemoryState> History(string ledger)
    {
        var state = new LedgerState();
        List<MemoryState> states = [Of([])];
        states.AddRange(Ledger.Replay(ledger, state).Select(now => Of([.. now.Live])));
        if (state.Pending is not null)
        {
            state.End(happened: true);
            states.Add(Of([.. state.Live]));
        }
        return states;
    }

    /// <summary>Whether what was seen can be this.</summary>
    public bool Fits(MemoryState seen) => (Documents, Chunks) == (seen.Documents, seen.Chunks) && (seen.Digest is null || seen.Digest == Digest);

    /// <summary>SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    private static ulong Mix(ulong number)
    {
        number = unchecked(number * 0x9E3779B97F4A7C15UL + 0x9E3779B97F4A7C15UL);
        number = unchecked((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9UL);
        number = unchecked((number ^ (number >> 27)) * 0x94D049BB133111EBUL);
        return number ^ (number >> 31);
    }
}
