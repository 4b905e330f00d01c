namespace Loci.Evaluation.Records;

/// <summary>What one document gave.</summary>
/// <param name="Subset">Its subset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tokens">Tokens scored.</param>
/// <param name="Bytes">UTF-8 bytes scored.</param>
/// <param name="BaseNats">Sum of losses under the base.</param>
/// <param name="Methods">What each method gave, by name.</param>
public sealed record DocumentResult(
    string Subset, string Name, long Tokens, long Bytes, double BaseNats, IReadOnlyDictionary<string, MethodResult> Methods)
{
    /// <summary>What is kept for reading, where the document is shown.</summary>
    public ShownText? Shown { get; init; }

    /// <summary>Percent of the base that a method reached at a checkpoint.</summary>
    internal double Percent(string method, Index checkpoint) => 100 * Methods[method].Nats[checkpoint] / BaseNats;
}
