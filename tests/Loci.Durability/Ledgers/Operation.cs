using Loci.Durability.Documents;

namespace Loci.Durability.Ledgers;

/// <summary>One change of a memory.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Numbers">To which specimens, ascending; none for a compaction.</param>
internal sealed record Operation(OperationKind Kind, IReadOnlyList<long> Numbers)
{
    /// <summary>An addition of the specimens from one number to another, both included.</summary>
    public static Operation Add(long first, long last) => new(OperationKind.Add, [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i)]);

    /// <summary>A removal.</summary>
    public static Operation Forget(IEnumerable<long> numbers) => new(OperationKind.Forget, [.. numbers.Order()]);

    /// <summary>A compaction.</summary>
    public static Operation Compact { get; } = new(OperationKind.Compact, []);

    /// <summary>How many chunks it concerns.</summary>
    public int Chunks => Numbers.Sum(Specimen.Chunks);

    /// <inheritdoc/>
    public override string ToString() => Kind == OperationKind.Compact ? "compact" : $"{(Kind == OperationKind.Add ? "add" : "forget")} {NumberRanges.Write(Numbers)}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public static Operation Parse(string text) => text.Split(' ') switch
    {
        ["compact"] => Compact,
        ["add", var numbers] => new Operation(OperationKind.Add, NumberRanges.Read(numbers)),
        ["forget", var numbers] => new Operation(OperationKind.Forget, NumberRanges.Read(numbers)),
        _ => throw new InvalidInputException($"Expected an operation, such as 'add 3-7', found '{text}'. Use a ledger that this program wrote."),
    };
}
