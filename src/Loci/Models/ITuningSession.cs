namespace Loci.Models;

/// <summary>
/// A language model that is being tuned. Disposing it forgets what was learnt: the base is bit for bit what it was.
/// Not thread-safe; sessions of different prompts are independent unless the tuner says that it takes an exclusive lease.
/// </summary>
public interface ITuningSession : ILanguageModel
{
    /// <summary>Steps taken so far.</summary>
    int Steps { get; }

    /// <summary>One gradient step on <paramref name="tokens"/>, cut to the context length.</summary>
    /// <returns>The mean loss in nats per token before the step.</returns>
    /// <exception cref="NonFiniteLossException">The loss or gradient is not finite; the step was not taken.</exception>
    double Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken = default);
}
