using Loci.Embedding;

namespace Loci.Memories;

/// <summary>Grows a lexical index. Inverted blocks are joined when of like size, so that n chunks cost O(n log n) and not O(n²).</summary>
internal sealed class LexicalBuilder(int part, int chunks, Postings postings) : IPartBuilder
{
    private readonly List<Postings> _stack = [postings];
    private int _chunks = chunks;

    /// <inheritdoc/>
    public void Add(IReadOnlyList<Features> block)
    {
        _stack.Add(Postings.Invert([.. block.Select(features => features.Terms[part]!)], _chunks));
        _chunks += block.Count;
        while (_stack.Count > 1 && _stack[^1].Count >= _stack[^2].Count / 2)
            Join();
    }

    /// <inheritdoc/>
    public IPartIndex Finish()
    {
        while (_stack.Count > 1)
            Join();
        return new LexicalIndex(part, _chunks, _stack[0]);
    }

    private void Join()
    {
        _stack[^2] = _stack[^2].Append(_stack[^1]);
        _stack.RemoveAt(_stack.Count - 1);
    }
}
