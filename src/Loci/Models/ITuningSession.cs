namespace Loci.Models;

/// <summary>
/// A language model that is being tuned. Disposing it forgets what was learnt: the base is bit for bit what it was.
/// Not thread-safe; sessions of different prompts are independent unless the tuner says that it takes an exclusive lease.
/// </summary>
public interface ITuningSession : ILanguageModel
{
    /// <summary>Steps taken so far.</summary>
    int Steps { get; }

    /// <summary>One gradient step on several texts together: on the mean of their mean losses, in which each text counts alike whatever its length.</summary>
    /// <param name="texts">Tokens of each text, at least two, cut to the context length; at least one text.</param>
    /// <param name="cancellationToken">Leaves the weights as they were where it comes in time.</param>
    /// <returns>The mean loss of each text before the step, nats per token.</returns>
    /// <exception cref="NonFiniteLossException">A loss or the gradient is not finite; the step was not taken.</exception>
    IReadOnlyList<double> Step(IReadOnlyList<int[]> texts, CancellationToken cancellationToken = default);

    /// <summary>One gradient step on one text.</summary>
    /// <param name="tokens">Its tokens, at least two, cut to the context length.</param>
    /// <param name="cancellationToken">Leaves the weights as they were where it comes in time.</param>
    /// <returns>The mean loss in nats per token before the step.</returns>
    /// <exception cref="NonFiniteLossException">The loss or gradient is not finite; the step was not taken.</exception>
    double Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken = default) => Step([tokens.ToArray()], cancellationToken)[0];
}
