using Loci.Durability.Documents;
using Loci.Memories;

namespace Loci.Durability.Sharing;

/// <summary>
/// Reads a memory again and again while another process writes: everything at once, the counts, and the best for a query. Every chunk must be what its document's number
/// says, and what is seen must be states that the memory went through, in their order. Used by one thread.
/// </summary>
internal sealed class Reader(Memory memory, int seed, bool describes)
{
    private readonly List<MemoryState> _seen = [];
    private readonly List<string> _faults = [];

    /// <summary>What was seen, in order.</summary>
    public IReadOnlyList<MemoryState> Seen => _seen;

    /// <summary>What must not be.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>How many searches were answered.</summary>
    public long Searches { get; private set; }

    /// <summary>Reads until it is stopped, or finds a fault.</summary>
    public void Run(CancellationToken stop)
    {
        try
        {
            for (var turn = seed; !stop.IsCancellationRequested && _faults.Count == 0; turn++)
            {
                ReadAll();
                if (describes && memory.Describe() is var info)
                    _seen.Add(new MemoryState(info.Documents, info.Chunks, null));
                HoldTexts(memory.Search([Specimen.Query(turn), Specimen.Query(turn + 1)], new SearchOptions { Count = 10 }, CancellationToken.None));
            }
        }
#pragma warning disable CA1031 // a reader must never see an error
        catch (Exception error)
#pragma warning restore CA1031
        {
            _faults.Add(error.ToString());
        }
    }

    private void ReadAll()
    {
        List<long> numbers = [];
        var options = new SearchOptions
        {
            Count = 1 << 20, Filter = document =>
            {
                numbers.Add(Specimen.Number(document.Source) ?? -1);
                return true;
            },
        };
        var candidates = memory.Search([Specimen.Query(seed)], options, CancellationToken.None);
        var state = MemoryState.Of(numbers);
        if (candidates.Count != state.Chunks)
            _faults.Add($"a search gave {candidates.Count} chunks of {state.Documents} documents that have {state.Chunks}");
        _seen.Add(state);
        HoldTexts(candidates);
    }

    private void HoldTexts(Candidates candidates)
    {
        Searches++;
        foreach (var document in Enumerable.Range(0, candidates.Count).GroupBy(i => candidates.Documents[i].Source, StringComparer.Ordinal))
        {
            var wanted = Specimen.Number(document.Key) is { } number ? Specimen.Make(number).Chunks : [];
            foreach (var i in document.Where(i => candidates.Ordinals[i] >= wanted.Count || candidates.Texts[i] != wanted[candidates.Ordinals[i]].Text))
                _faults.Add($"chunk {candidates.Chunks[i]} of '{document.Key}' has another text than was added: '{candidates.Texts[i]}'");
        }
    }
}
