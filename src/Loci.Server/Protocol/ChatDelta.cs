namespace Loci.Server.Protocol;

/// <summary>What is new in a streamed answer.</summary>
/// <param name="Role"><c>assistant</c>, on the first piece.</param>
/// <param name="Content">Text.</param>
public sealed record ChatDelta(string? Role = null, string? Content = null);
