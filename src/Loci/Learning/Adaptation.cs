using Loci.Generation;
using Loci.Models;

namespace Loci.Learning;

/// <summary>
/// What one prompt learnt: a view of the base model with its own weights beside it. Disposing it forgets what was learnt.
/// Not thread-safe; other adaptations of the same base are not touched by it.
/// </summary>
public sealed class Adaptation : IAsyncDisposable, IDisposable
{
    private readonly ITuningSession? _session;

    /// <param name="model">The base, which stays its owner's.</param>
    /// <param name="session">The tuned view, owned; null where the base answers.</param>
    /// <param name="report">What happened.</param>
    internal Adaptation(ILanguageModel model, ITuningSession? session, AdaptationReport report)
    {
        _session = session;
        Model = (ILanguageModel?)session ?? model;
        Report = report;
    }

    /// <summary>The model that answers: the tuned view, or the base where the guard refused it. Valid until disposal.</summary>
    public ILanguageModel Model { get; }

    /// <summary>What was read and what came of it.</summary>
    public AdaptationReport Report { get; }

    /// <summary>Continues a prompt.</summary>
    public Task<string> GenerateAsync(string prompt, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return DedicatedThread.Run(() => TextGeneration.Complete(Model, prompt, options ?? new GenerationOptions(), cancellationToken));
    }

    /// <summary>Continues a prompt in tokens, such as a chat template's, with all that opens it.</summary>
    public Task<string> GenerateAsync(int[] prompt, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return DedicatedThread.Run(() => TextGeneration.Complete(Model, prompt, options ?? new GenerationOptions(), cancellationToken));
    }

    /// <summary>Continues a prompt in tokens, piece by piece as it comes, on a thread of its own. Leaving the loop ends it.</summary>
    /// <exception cref="InvalidInputException">The prompt is empty or longer than the context, or an option cannot be.</exception>
    public IAsyncEnumerable<TextPiece> StreamAsync(int[] prompt, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return TextGeneration.StreamAsync(Model, prompt, options ?? new GenerationOptions(), cancellationToken);
    }

    /// <summary>Continues a prompt, piece by piece as it comes, on a thread of its own. Leaving the loop ends it.</summary>
    /// <exception cref="InvalidInputException">The prompt is empty or longer than the context, or an option cannot be.</exception>
    public IAsyncEnumerable<TextPiece> StreamAsync(string prompt, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return DedicatedThread.Stream(stop => TextGeneration.Stream(Model, prompt, options ?? new GenerationOptions(), stop), cancellationToken);
    }

    /// <summary>Forgets what was learnt.</summary>
    public void Dispose() => _session?.Dispose();

    /// <summary>Forgets what was learnt.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
