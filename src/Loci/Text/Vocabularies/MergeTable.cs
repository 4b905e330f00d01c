namespace Loci.Text.Vocabularies;

/// <summary>The merge rules of a byte-pair vocabulary, and their application.</summary>
internal sealed class MergeTable
{
    private readonly Dictionary<long, MergeRule> _rules = [];

    /// <summary>Adds the rule for a pair; a later rule for the same pair replaces the earlier.</summary>
    public void Add(int left, int right, MergeRule rule) => _rules[Key(left, right)] = rule;

    /// <summary>
    /// Merges neighbours until no rule applies, always the pair of lowest rank and among equals the leftmost. The symbols form a linked list and
    /// the possible merges a heap, so a word of n symbols costs O(n log n).
    /// </summary>
    /// <param name="symbols">Ids of the smallest tokens of the word; overwritten.</param>
    /// <param name="ids">Receives the ids of the merged tokens.</param>
    public void Merge(Span<int> symbols, List<int> ids)
    {
        int count = symbols.Length;
        int[] next = new int[count], previous = new int[count];
        var heap = new PriorityQueue<(int Left, int Merged), long>(count);
        for (int i = 0; i < count; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1);
            Offer(heap, symbols, i, i + 1);
        }

        while (heap.TryDequeue(out (int Left, int Merged) found, out _))
        {
            int left = found.Left;
            int right = next[left];
            if (symbols[left] < 0 || right >= count || !Stands(symbols[left], symbols[right], found.Merged))
            {
                continue; // the neighbours have changed since this merge was offered
            }

            symbols[left] = found.Merged;
            symbols[right] = -1;
            next[left] = next[right];
            if (next[left] < count)
            {
                previous[next[left]] = left;
            }

            Offer(heap, symbols, previous[left], left);
            Offer(heap, symbols, left, next[left]);
        }

        for (int i = 0; i < count; i = next[i])
        {
            ids.Add(symbols[i]);
        }
    }

    private void Offer(PriorityQueue<(int Left, int Merged), long> heap, ReadOnlySpan<int> symbols, int left, int right)
    {
        if (left >= 0 && right < symbols.Length && _rules.TryGetValue(Key(symbols[left], symbols[right]), out MergeRule rule))
        {
            heap.Enqueue((left, rule.Merged), ((long)rule.Rank << 32) | (uint)left);
        }
    }

    private bool Stands(int left, int right, int merged) => _rules.TryGetValue(Key(left, right), out MergeRule rule) && rule.Merged == merged;

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
