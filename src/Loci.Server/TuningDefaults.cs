namespace Loci.Server;

/// <summary>How tuning is done where a request does not say. Symbols are those of docs/glossary.md.</summary>
public sealed record TuningDefaults
{
    /// <summary>N.</summary>
    public int Count { get; set; } = 20;

    /// <summary>K.</summary>
    public int Candidates { get; set; } = 200;

    /// <summary>What learns; null takes the engine's own choice.</summary>
    public string? Method { get; set; }

    /// <summary>Whether an adaptation is kept only if it predicts the query better than the base does.</summary>
    public bool Guard { get; set; } = true;

    /// <summary>The largest share of N that chunks of one document may have; null sets no bound. Requests may ask for less, not for more.</summary>
    public double? LargestShare { get; set; }

    internal IEnumerable<string> Wrong(RequestLimits limits)
    {
        if (Count < 1 || Count > limits.Count) yield return $"Tuning.Count between 1 and {limits.Count} (found {Count})";
        if (Candidates < 1 || Candidates > limits.Candidates) yield return $"Tuning.Candidates between 1 and {limits.Candidates} (found {Candidates})";
        if (LargestShare is not (null or (> 0 and <= 1))) yield return $"Tuning.LargestShare above 0 and at most 1 (found {LargestShare})";
    }
}
