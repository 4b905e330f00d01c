namespace Loci.ExtensionsAI;

/// <summary>A conversation as the model reads it.</summary>
/// <param name="Tokens">The prompt, with all that opens it.</param>
/// <param name="StopTokens">Tokens that end the answer besides the model's own.</param>
internal sealed record WrittenPrompt(int[] Tokens, IReadOnlyList<int> StopTokens);
