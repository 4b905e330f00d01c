namespace Loci.Server.Engines;

/// <summary>Embed texts by the model's own hidden states.</summary>
/// <param name="Texts">The texts in tokens, at least one each.</param>
public sealed record EmbeddingJob(IReadOnlyList<int[]> Texts) : EngineJob;
