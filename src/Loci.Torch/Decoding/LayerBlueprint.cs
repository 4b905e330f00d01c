namespace Loci.Torch.Decoding;

/// <summary>The parameter names of one block, and what is peculiar to it.</summary>
/// <param name="AttentionNorm">Module name of the norm before attention.</param>
/// <param name="QueryKeyValue">Either three projections (query, key, value) or one that gives all three side by side.</param>
/// <param name="Output">Projection of the attention's result.</param>
/// <param name="MlpNorm">Module name of the norm before the MLP.</param>
/// <param name="Inner">First projections of the MLP: one; or gate and up; or one that gives both side by side.</param>
/// <param name="Down">Last projection of the MLP.</param>
internal sealed record LayerBlueprint(
    string AttentionNorm, IReadOnlyList<Projection> QueryKeyValue, Projection Output, string MlpNorm, IReadOnlyList<Projection> Inner, Projection Down)
{
    /// <summary>A window that leaves nothing out.</summary>
    public const int Unlimited = int.MaxValue;

    /// <summary>The most positions a query sees, its own included.</summary>
    public int Window { get; init; } = Unlimited;

    /// <summary>Module name of the norm over each query head, or null.</summary>
    public string? QueryNorm { get; init; }

    /// <summary>Module name of the norm over each key head, or null.</summary>
    public string? KeyNorm { get; init; }

    /// <summary>Module name of the norm over what attention adds to the residual stream, or null.</summary>
    public string? AttentionPostNorm { get; init; }

    /// <summary>Module name of the norm over what the MLP adds to the residual stream, or null.</summary>
    public string? MlpPostNorm { get; init; }

    /// <summary>Every linear map of the block.</summary>
    public IEnumerable<Projection> Projections => [.. AttentionProjections, .. Inner, Down];

    /// <summary>The linear maps of the attention.</summary>
    public IEnumerable<Projection> AttentionProjections => [.. QueryKeyValue, Output];
}
