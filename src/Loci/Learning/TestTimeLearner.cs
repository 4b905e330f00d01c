using Loci.Generation;
using Loci.Memories;
using Loci.Models;
using Loci.Selection;
using Loci.Selection.Rules;

namespace Loci.Learning;

/// <summary>
/// The whole method: embed the prompt, find the K nearest chunks, let SIFT pick N, take one gradient step on each in that order.
/// Model, memory and tuner stay their owners'. Safe to share between threads.
/// </summary>
public sealed class TestTimeLearner
{
    private readonly ILanguageModel _model;
    private readonly ITuner _tuner;
    private readonly LearnerOptions _options;
    private readonly Retriever _retriever;

    /// <summary>Creates a learner.</summary>
    /// <param name="model">The base; never written.</param>
    /// <param name="memory">What can be learnt from.</param>
    /// <param name="tuner">How steps are taken.</param>
    /// <param name="options">K, N, λ, guard.</param>
    /// <param name="selector">The rule that picks; the default is <see cref="Sift"/>.</param>
    public TestTimeLearner(ILanguageModel model, IMemory memory, ITuner tuner, LearnerOptions? options = null, ISelector? selector = null)
    {
        _model = model;
        _tuner = tuner;
        _options = options ?? new LearnerOptions();
        _retriever = new Retriever(memory, selector ?? new Sift(), _options.Retrieval);
    }

    /// <summary>The base that learns, which stays its owner's.</summary>
    public ILanguageModel Model => _model;

    /// <summary>Adapts the model to a prompt.</summary>
    /// <param name="prompt">The text to learn for.</param>
    /// <param name="progress">Told after each gradient step, on the working thread.</param>
    /// <param name="cancellationToken">Stops within one step and leaves nothing behind.</param>
    /// <exception cref="NonFiniteLossException">A step met numbers that are not finite; nothing was learnt.</exception>
    public Task<Adaptation> AdaptAsync(string prompt, IProgress<AdaptationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return DedicatedThread.Run(() => Adapt(prompt, progress, cancellationToken));
    }

    /// <summary>
    /// Adapts the model to several prompts, each by what was picked for it alone. Where the tuner can (<see cref="IJointTuner"/>), they take their steps together, in one pass over the base
    /// for a step of each, which is faster where chunks are short.
    /// </summary>
    /// <param name="prompts">The texts to learn for.</param>
    /// <param name="progress">Told after each gradient step of each prompt, on the working thread.</param>
    /// <param name="cancellationToken">Stops within one step and leaves nothing behind.</param>
    /// <returns>
    /// An adaptation for each prompt, in their order; the caller disposes all. A prompt whose step met numbers that are not finite is answered by the base and does not hinder the others.
    /// </returns>
    public Task<IReadOnlyList<Adaptation>> AdaptManyAsync(IReadOnlyList<string> prompts, IProgress<AdaptationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        return DedicatedThread.Run(() => AdaptMany(prompts, progress, cancellationToken));
    }

    private Adaptation Adapt(string prompt, IProgress<AdaptationProgress>? progress, CancellationToken cancellationToken)
    {
        using var pending = Prepare(prompt, cancellationToken);
        pending.Tune(() => Learn(pending, progress, cancellationToken));
        return pending.Finish(cancellationToken);
    }

    private IReadOnlyList<Adaptation> AdaptMany(IReadOnlyList<string> prompts, IProgress<AdaptationProgress>? progress, CancellationToken cancellationToken)
    {
        var finished = new List<Adaptation>();
        try
        {
            foreach (var group in prompts.Chunk(_tuner is IJointTuner ? JointLearning.Most : 1)) finished.AddRange(AdaptGroup(group, progress, cancellationToken));
            return finished;
        }
        catch
        {
            foreach (var one in finished) one.Dispose();
            throw;
        }
    }

    /// <summary>Prompts that learn together; what the guard refuses is let go before the next group begins.</summary>
    private List<Adaptation> AdaptGroup(string[] prompts, IProgress<AdaptationProgress>? progress, CancellationToken cancellationToken)
    {
        var pending = new List<PendingAdaptation>();
        var finished = new List<Adaptation>();
        try
        {
            foreach (var prompt in prompts) pending.Add(Prepare(prompt, cancellationToken));
            if (_tuner is IJointTuner { BatchSize: 1 } joint) new JointLearning(joint, progress).Run(pending, cancellationToken);
            else foreach (var one in pending) LearnOrBreak(one, progress, cancellationToken);
            foreach (var one in pending) finished.Add(one.Finish(cancellationToken));
            return finished;
        }
        catch
        {
            foreach (var one in finished) one.Dispose();
            throw;
        }
        finally
        {
            foreach (var one in pending) one.Dispose();
        }
    }

    private static void LearnOrBreak(PendingAdaptation pending, IProgress<AdaptationProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            pending.Tune(() => Learn(pending, progress, cancellationToken));
        }
        catch (NonFiniteLossException)
        {
            pending.Break();
        }
    }

    private PendingAdaptation Prepare(string prompt, CancellationToken cancellationToken) =>
        new(_model, _retriever, _tuner, prompt, _options, cancellationToken);

    private static int Learn(PendingAdaptation pending, IProgress<AdaptationProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var step in pending.Lesson.Steps)
        {
            var loss = pending.Session.Step(step.Texts, cancellationToken).Average();
            progress?.Report(new AdaptationProgress(pending.Session.Steps, pending.Lesson.Steps.Count, loss));
        }
        return pending.Session.Steps;
    }
}
