namespace Loci.Server.Protocol;

/// <summary>Embedded texts.</summary>
/// <param name="Data">One entry per text, in order.</param>
/// <param name="Model">The model as it was asked for.</param>
/// <param name="Usage">Tokens.</param>
/// <param name="Object"><c>list</c>.</param>
public sealed record EmbeddingReply(IReadOnlyList<EmbeddingEntry> Data, string Model, Usage Usage, string Object = "list");
