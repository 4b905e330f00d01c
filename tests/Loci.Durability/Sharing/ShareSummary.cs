namespace Loci.Durability.Sharing;

/// <summary>What reading beside a writer came to.</summary>
/// <param name="Searches">Searches answered.</param>
/// <param name="States">States that the memory went through.</param>
/// <param name="Distinct">States that some reader saw.</param>
/// <param name="Faults">What must not be.</param>
internal sealed record ShareSummary(long Searches, int States, int Distinct, IReadOnlyList<string> Faults)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Searches} searches while the memory went through {States} states, of which {Distinct} were seen; {Faults.Count} faults";
}
