namespace Loci.Evaluation;

/// <summary>What one document gave.</summary>
/// <param name="Subset">Its subset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tokens">Tokens scored.</param>
/// <param name="Bytes">UTF-8 bytes scored.</param>
/// <param name="BaseNats">Sum of losses under the base.</param>
/// <param name="Methods">Per selection rule, what tuning on its picks gave.</param>
public sealed record DocumentResult(
    string Subset, string Name, long Tokens, long Bytes, double BaseNats, IReadOnlyDictionary<string, MethodResult> Methods);
