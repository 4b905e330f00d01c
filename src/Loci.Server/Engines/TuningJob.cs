namespace Loci.Server.Engines;

/// <summary>What is to be learnt for each prompt before it is answered. Symbols are those of docs/glossary.md.</summary>
public sealed record TuningJob
{
    /// <summary>The text that is searched by, for each prompt; the guard measures by it as well.</summary>
    public required IReadOnlyList<string> Queries { get; init; }

    /// <summary>Whose part of the memory is read.</summary>
    public required string Tenant { get; init; }

    /// <summary>N.</summary>
    public required int Count { get; init; }

    /// <summary>K.</summary>
    public required int Candidates { get; init; }

    /// <summary>λ; null takes the memory's own.</summary>
    public double? Noise { get; init; }

    /// <summary>α; null never stops early.</summary>
    public double? Stopping { get; init; }

    /// <summary>σ that is little enough to stop; null never stops so.</summary>
    public double? StopUncertainty { get; init; }

    /// <summary>Whether each chunk is picked once at most.</summary>
    public bool Distinct { get; init; }

    /// <summary>The largest share of N from one document; null sets no bound.</summary>
    public double? LargestShare { get; init; }

    /// <summary>Gradient steps on the query itself; 0 for none.</summary>
    public int PromptSteps { get; init; }

    /// <summary>Whether an adaptation that predicts the query worse than the base does is refused.</summary>
    public bool Guard { get; init; } = true;

    /// <summary>How steps are taken.</summary>
    public TunerSettings Tuner { get; init; } = new();

    /// <summary>Whether the texts of the picks come with them.</summary>
    public bool WithTexts { get; init; }
}
