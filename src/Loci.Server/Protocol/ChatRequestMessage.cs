using System.Text.Json;

namespace Loci.Server.Protocol;

/// <summary>A message of a conversation.</summary>
/// <param name="Role"><c>system</c> (or <c>developer</c>), <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">Its text, or parts of type <c>text</c>.</param>
public sealed record ChatRequestMessage(string? Role = null, JsonElement? Content = null);
