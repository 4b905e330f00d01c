namespace Loci.Durability.Damaging;

/// <summary>What came of one damage.</summary>
/// <param name="Subject">Which memory.</param>
/// <param name="Place">The damage.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Detail">What was given out, or thrown, where it is not as it must be; else the message of the refusal, or nothing.</param>
internal sealed record DamageReport(string Subject, DamagePlace Place, DamageOutcome Outcome, string Detail)
{
    /// <summary>Whether this must not be.</summary>
    public bool IsFault => Outcome is DamageOutcome.Wrong or DamageOutcome.WrongAndSeenByCheck or DamageOutcome.Broken
        || (Outcome == DamageOutcome.Earlier && !Place.File.EndsWith("-wal", StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => $"{Subject}, {Place}: {Outcome}. {Detail}";
}
