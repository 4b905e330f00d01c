using Loci.Embedding;

namespace Loci.Memories;

/// <summary>
/// For each term, ascending, the chunks that hold it, ascending, with 1 + ln tf: an inverted index in compressed-row form.
/// Entries <c>Offsets[t] .. Offsets[t + 1]</c> belong to term t. Eight bytes a posting and eight a term.
/// </summary>
internal sealed record Postings(uint[] Terms, int[] Offsets, int[] Chunks, float[] Frequencies)
{
    /// <summary>No terms.</summary>
    public static Postings Empty { get; } = new([], [0], [], []);

    /// <summary>Number of (term, chunk) pairs.</summary>
    public int Count => Chunks.Length;

    /// <summary>Inverts a block of chunks, the first of which is chunk <paramref name="first"/>. Linear in the number of pairs.</summary>
    public static Postings Invert(IReadOnlyList<TermCounts> block, int first)
    {
        var total = block.Sum(counts => counts.Terms.Length);
        var (termOf, chunkOf, frequencyOf) = (new uint[total], new int[total], new float[total]);
        var next = 0;
        for (var i = 0; i < block.Count; i++)
            for (var j = 0; j < block[i].Terms.Length; j++, next++)
                (termOf[next], chunkOf[next], frequencyOf[next]) = (block[i].Terms[j], first + i, TfIdf.Frequency(block[i].Counts[j]));
        var (terms, offsets) = (new List<uint>(), new List<int>());
        var (chunks, frequencies) = (new int[total], new float[total]);
        var order = TermSort.Order(termOf);
        for (var k = 0; k < total; k++)
        {
            var term = termOf[order[k]];
            if (terms.Count == 0 || terms[^1] != term)
            {
                terms.Add(term);
                offsets.Add(k);
            }
            (chunks[k], frequencies[k]) = (chunkOf[order[k]], frequencyOf[order[k]]);
        }
        offsets.Add(total);
        return new Postings([.. terms], [.. offsets], chunks, frequencies);
    }

    /// <summary>Joins with postings of later chunks. Linear.</summary>
    public Postings Append(Postings later)
    {
        if (Count == 0 || later.Count == 0)
            return Count == 0 ? later : this;
        var (terms, offsets) = (new List<uint>(Terms.Length + later.Terms.Length), new List<int>(Terms.Length + later.Terms.Length + 1));
        var total = checked(Count + later.Count);
        var (chunks, frequencies) = (new int[total], new float[total]);
        int a = 0, b = 0, at = 0;
        while (a < Terms.Length || b < later.Terms.Length)
        {
            var fromThis = b == later.Terms.Length || (a < Terms.Length && Terms[a] <= later.Terms[b]);
            var fromLater = a == Terms.Length || (b < later.Terms.Length && later.Terms[b] <= Terms[a]);
            terms.Add(fromThis ? Terms[a] : later.Terms[b]);
            offsets.Add(at);
            if (fromThis)
                Copy(this, a++, chunks, frequencies, ref at);
            if (fromLater)
                Copy(later, b++, chunks, frequencies, ref at);
        }
        offsets.Add(at);
        return new Postings([.. terms], [.. offsets], chunks, frequencies);
    }

    /// <summary>The postings without those of some of <paramref name="count"/> chunks, ascending; the others move up, and terms that none of them holds go. Linear.</summary>
    public Postings Without(IReadOnlyList<int> gone, int count)
    {
        var numbers = new int[count];
        for (int chunk = 0, next = 0; chunk < count; chunk++)
            numbers[chunk] = next < gone.Count && gone[next] == chunk ? -1 - next++ : chunk - next;
        var (terms, offsets) = (new List<uint>(Terms.Length), new List<int>(Terms.Length + 1));
        var (chunks, frequencies, at) = (new int[Count], new float[Count], 0);
        for (var t = 0; t < Terms.Length; t++)
        {
            var start = at;
            for (var k = Offsets[t]; k < Offsets[t + 1]; k++)
                if (numbers[Chunks[k]] is >= 0 and var chunk)
                    (chunks[at], frequencies[at++]) = (chunk, Frequencies[k]);
            if (at == start) continue;
            terms.Add(Terms[t]);
            offsets.Add(start);
        }
        offsets.Add(at);
        return new Postings([.. terms], [.. offsets], chunks[..at], frequencies[..at]);
    }

    private static void Copy(Postings from, int term, int[] chunks, float[] frequencies, ref int at)
    {
        var (start, end) = (from.Offsets[term], from.Offsets[term + 1]);
        for (var k = start; k < end; k++, at++)
            (chunks[at], frequencies[at]) = (from.Chunks[k], from.Frequencies[k]);
    }
}
