using Loci.Server.Engines;

namespace Loci.Server.Asking;

/// <summary>A chat or completion as it is to be computed and answered.</summary>
/// <param name="Job">What to compute.</param>
/// <param name="Model">The model, as the client says it.</param>
/// <param name="Form">How the answer is told.</param>
/// <param name="Tuning">What to tell of tuning; null where there is none.</param>
/// <param name="Time">How long it may wait and run.</param>
/// <param name="IsRepeatable">Whether the same request has the same answer: nothing is drawn, or with a seed that was given.</param>
internal sealed record Asked(CompletionJob Job, string Model, AnswerForm Form, TuningView? Tuning, TimeSpan Time, bool IsRepeatable)
{
    /// <summary>Tokens of all prompts.</summary>
    public int PromptTokens => Job.Prompts.Sum(prompt => prompt.Length);
}
