using Loci.Durability.Ledgers;

namespace Loci.Durability.Working;

/// <summary>Chooses what an endless writer does next: mostly small additions, some large, forgets of scattered documents, now and then a compaction.</summary>
internal sealed class WorkerScript(WorkerOptions options)
{
    private readonly Random _random = new(options.Seed);

    /// <summary>Chooses an operation that the state allows.</summary>
    public Operation Next(LedgerState state)
    {
        var above = state.Live.Count - Math.Min(options.Base, state.Live.Count) - options.Documents;
        if (_random.Next(40) == 0)
            return Operation.Compact;
        if (state.Live.Any(number => number >= options.Base) && _random.Next(100) < (above > 0 ? 65 : 25))
            return Forget(state);
        var size = _random.Next(20) switch
        {
            < 13 => 1 + _random.Next(4),
            < 19 => 1 + _random.Next(30),
            _ => 1 + _random.Next(options.LargestBatch),
        };
        return Operation.Add(state.Next, state.Next + Math.Min(size, options.LargestBatch) - 1);
    }

    /// <summary>Whether a search comes next, which may write the derived files.</summary>
    public bool Searches() => _random.Next(12) == 0;

    private Operation Forget(LedgerState state)
    {
        long[] candidates = [.. state.Live.Where(number => number >= options.Base).Order()];
        return Operation.Forget(_random.GetItems(candidates, 1 + _random.Next(12)).Distinct());
    }
}
