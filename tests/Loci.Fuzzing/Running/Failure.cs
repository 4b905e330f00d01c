namespace Loci.Fuzzing.Running;

/// <summary>An input that broke the contract.</summary>
/// <param name="Input">The input.</param>
/// <param name="Fault">How.</param>
internal sealed record Failure(FuzzInput Input, string Fault);
