namespace Loci.Durability.Faults;

/// <summary>What came of one fault.</summary>
/// <param name="Mode">Its kind.</param>
/// <param name="At">The call.</param>
/// <param name="End">How the process ended: <c>done</c>, <c>refused</c>, <c>cannot read</c>, <c>killed</c>, or something that must not be.</param>
/// <param name="Faults">What is not as it must be.</param>
internal sealed record FaultOutcome(FaultMode Mode, int At, string End, IReadOnlyList<string> Faults);
