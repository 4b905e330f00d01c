using Loci.Durability.Documents;
using Loci.Durability.Ledgers;
using Loci.Memories;

namespace Loci.Durability.Checking;

/// <summary>
/// Holds what a memory gives out against its ledger: every acknowledged document there and whole, every forgotten one gone, and the operation under way
/// either wholly done or not at all. Reads through one search whose filter sees every document.
/// </summary>
internal sealed class ContentCheck
{
    private readonly LedgerState _state;
    private readonly Func<long, bool> _whole;
    private readonly List<string> _lost = [], _half = [], _wrong = [];
    private readonly HashSet<long> _found = [];

    private ContentCheck(LedgerState state, Func<long, bool> whole) => (_state, _whole) = (state, whole);

    /// <summary>Checks an open memory.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="state">What it must hold.</param>
    /// <param name="whole">Of which documents every chunk is read; those of the operation under way are always read. Null for all.</param>
    /// <param name="stop">Ends it early.</param>
    public static Findings Run(Memory memory, LedgerState state, Func<long, bool>? whole = null, CancellationToken stop = default) =>
        new ContentCheck(state, whole ?? (_ => true)).Run(memory, stop);

    private Findings Run(Memory memory, CancellationToken stop)
    {
        var info = memory.Describe();
        var options = new SearchOptions { Count = (int)Math.Max(1, info.Chunks), Filter = Meet };
        var candidates = memory.Search([Specimen.Query(0)], options, stop);
        Count(info);
        var happened = Settle();
        HoldWhole(candidates);
        return new Findings(_lost, _half, _wrong, happened);
    }

    private bool Meet(StoredDocument document)
    {
        if (Specimen.Number(document.Source) is not { } number || document.Meta.GetValueOrDefault("number") is not { } meta || Specimen.Source(long.Parse(meta, null)) != document.Source)
            _wrong.Add($"document {document.Id}, '{document.Source}', is no specimen");
        else if (!_found.Add(number))
            _wrong.Add($"specimen {number} is there twice");
        else
            return IsPending(number) || _whole(number);
        return false;
    }

    private bool IsPending(long number) => _state.Pending?.Numbers.Contains(number) == true;

    private void Count(MemoryInfo info)
    {
        var chunks = _found.Sum(number => (long)Specimen.Chunks(number));
        if (info.Documents != _found.Count || info.Chunks != chunks)
            _wrong.Add($"the memory says that it holds {info.Documents} documents and {info.Chunks} chunks, but {_found.Count} documents of {chunks} chunks are found");
        foreach (var number in _state.Live.Where(number => !_found.Contains(number) && !IsPending(number)))
            _lost.Add($"specimen {number} was acknowledged and is not there");
        foreach (var number in _found.Where(number => !_state.Live.Contains(number) && !IsPending(number)))
            _wrong.Add($"specimen {number} is there, but was forgotten or never added");
    }

    private bool? Settle()
    {
        if (_state.Pending is not { Numbers: { Count: > 0 } numbers } pending)
            return _state.Pending is null ? null : true; // a compaction changes nothing that could be held against it
        var there = numbers.Count(_found.Contains);
        if (there != 0 && there != numbers.Count)
        {
            _half.Add($"'{pending}' was under way and {there} of its {numbers.Count} documents are there");
            return null;
        }
        return pending.Kind == OperationKind.Add ? there > 0 : there == 0;
    }

    private void HoldWhole(Candidates candidates)
    {
        var chunks = Enumerable.Range(0, candidates.Count).ToLookup(i => candidates.Documents[i].Source, StringComparer.Ordinal);
        foreach (var number in _found.Where(number => IsPending(number) || _whole(number)))
        {
            int[] found = [.. chunks[Specimen.Source(number)].OrderBy(i => candidates.Ordinals[i])];
            var wanted = Specimen.Make(number);
            if (found.Length != wanted.Chunks.Count)
                _half.Add($"specimen {number} has {found.Length} of its {wanted.Chunks.Count} chunks");
            else if (!found.Select((i, ordinal) => candidates.Ordinals[i] == ordinal && candidates.Texts[i] == wanted.Chunks[ordinal].Text
                && candidates.TokenCounts[i] == wanted.Chunks[ordinal].TokenCount).All(same => same))
                _wrong.Add($"specimen {number} has other chunks than were added");
        }
    }
}
