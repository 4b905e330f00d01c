namespace Loci.Server.Protocol;

/// <summary>A message of the model.</summary>
/// <param name="Role"><c>assistant</c>.</param>
/// <param name="Content">Its text.</param>
public sealed record ChatReplyMessage(string Role, string Content);
