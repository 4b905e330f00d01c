namespace Loci.Models;

/// <summary>A tuner that can take a step of several sessions, each on a text of its own, in one pass over the base they share.</summary>
public interface IJointTuner : ITuner
{
    /// <summary>
    /// One gradient step of each session, as <see cref="ITuningSession.Step(ReadOnlySpan{int}, CancellationToken)"/> takes it but for rounding: no session learns anything of another's text. Faster than one after another where
    /// texts are short.
    /// </summary>
    /// <param name="sessions">Sessions that this tuner has begun on one model, each once.</param>
    /// <param name="tokens">What each learns from, at least two tokens, cut to the context.</param>
    /// <param name="cancellationToken">No step of any session is taken where it comes in time.</param>
    /// <returns>Mean losses before the step, nats per token; NaN where a loss or gradient was not finite: that session's step was not taken, the others' were.</returns>
    /// <exception cref="ArgumentException">A session is of another kind, of another shape or of another model.</exception>
    IReadOnlyList<double> StepTogether(IReadOnlyList<ITuningSession> sessions, IReadOnlyList<int[]> tokens, CancellationToken cancellationToken = default);
}
