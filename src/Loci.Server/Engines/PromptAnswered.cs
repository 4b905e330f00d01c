namespace Loci.Server.Engines;

/// <summary>A prompt is done: scored and continued as was asked.</summary>
/// <param name="Prompt">Which.</param>
/// <param name="Seconds">What that took the engine, without learning and without whatever lies between it and who asked.</param>
public sealed record PromptAnswered(int Prompt, double Seconds) : EngineEvent;
