using System.Runtime.InteropServices;

namespace Loci.Fuzzing.Running;

/// <summary>What reading an input came to.</summary>
/// <param name="Accepted">Whether it was read, rather than refused.</param>
/// <param name="Milliseconds">Time.</param>
/// <param name="Allocated">Managed bytes allocated.</param>
/// <param name="Resident">Bytes by which resident memory was higher at its peak.</param>
/// <param name="Fault">How it broke the contract, or null.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Outcome(bool Accepted, double Milliseconds, long Allocated, long Resident, string? Fault);
