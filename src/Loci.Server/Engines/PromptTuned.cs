namespace Loci.Server.Engines;

/// <summary>What was learnt for a prompt. Comes before anything else of that prompt.</summary>
/// <param name="Prompt">Which prompt.</param>
/// <param name="Outcome">What came of it.</param>
public sealed record PromptTuned(int Prompt, TuningOutcome Outcome) : EngineEvent;
