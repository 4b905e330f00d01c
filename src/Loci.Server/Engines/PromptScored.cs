using Loci.Models;

namespace Loci.Server.Engines;

/// <summary>What the model gives the tokens of a prompt, from its second on.</summary>
/// <param name="Prompt">Which prompt.</param>
/// <param name="Tokens">One entry less than the prompt has tokens.</param>
public sealed record PromptScored(int Prompt, IReadOnlyList<PredictedToken> Tokens) : EngineEvent;
