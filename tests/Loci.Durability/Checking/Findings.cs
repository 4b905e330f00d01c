namespace Loci.Durability.Checking;

/// <summary>What came of holding a memory against its ledger.</summary>
/// <param name="Lost">Documents that were acknowledged and are not there.</param>
/// <param name="Half">Documents, or operations, of which a part is there.</param>
/// <param name="Wrong">Everything else that is not as it must be.</param>
/// <param name="Happened">Whether the operation under way has changed the memory; null where there is none, or half of it.</param>
internal sealed record Findings(IReadOnlyList<string> Lost, IReadOnlyList<string> Half, IReadOnlyList<string> Wrong, bool? Happened)
{
    /// <summary>All that is not as it must be.</summary>
    public IReadOnlyList<string> Faults => [.. Lost, .. Half, .. Wrong];
}
