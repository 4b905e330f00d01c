namespace Loci.Durability.Ledgers;

/// <summary>What a memory must hold according to its ledger. Not safe to share between threads.</summary>
internal sealed class LedgerState
{
    private readonly HashSet<long> _live = [];

    /// <summary>Specimens that were added and not forgotten, as far as was acknowledged.</summary>
    public IReadOnlySet<long> Live => _live;

    /// <summary>The operation that was begun and neither acknowledged nor settled; at most one, since there is one writer.</summary>
    public Operation? Pending { get; private set; }

    /// <summary>The first number that no operation has used.</summary>
    public long Next { get; private set; }

    /// <summary>How many operations were acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Takes note of a beginning.</summary>
    public void Begin(Operation operation)
    {
        if (Pending is not null)
            throw new InvalidInputException($"'{operation}' began while '{Pending}' was under way. Use a ledger of one writer.");
        Pending = operation;
        if (operation.Numbers.Count > 0)
            Next = Math.Max(Next, operation.Numbers[^1] + 1);
    }

    /// <summary>Takes note of the end of what is under way.</summary>
    /// <param name="happened">Whether the memory has changed by it.</param>
    public void End(bool happened)
    {
        var operation = Pending ?? throw new InvalidInputException("An operation ended that had not begun. Use a ledger that this program wrote.");
        Pending = null;
        if (!happened)
            return;
        Acknowledged++;
        if (operation.Kind == OperationKind.Add)
            _live.UnionWith(operation.Numbers);
        else
            _live.ExceptWith(operation.Numbers);
    }
}
