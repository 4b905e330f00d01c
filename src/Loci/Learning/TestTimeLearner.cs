using Loci.Scoring;
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
    public TestTimeLearner(ILanguageModel model, Memory memory, ITuner tuner, LearnerOptions? options = null, ISelector? selector = null)
    {
        _model = model;
        _tuner = tuner;
        _options = options ?? new LearnerOptions();
        _retriever = new Retriever(memory, selector ?? new Sift(), _options.Retrieval);
    }

    /// <summary>Adapts the model to a prompt.</summary>
    /// <param name="prompt">The text to learn for.</param>
    /// <param name="progress">Told after each gradient step, on the working thread.</param>
    /// <param name="cancellationToken">Stops within one step and leaves nothing behind.</param>
    public Task<Adaptation> AdaptAsync(string prompt, IProgress<AdaptationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return DedicatedThread.Run(() => Adapt(prompt, progress, cancellationToken));
    }

    private Adaptation Adapt(string prompt, IProgress<AdaptationProgress>? progress, CancellationToken cancellationToken)
    {
        var stages = new StageClock(_options.Time);
        var retrieved = _retriever.Retrieve(prompt, stages, cancellationToken);
        var tokens = TextScorer.WithPrefix(_model, _model.Tokenizer.Encode(prompt));
        var before = stages.Time("guard", () => Loss(_model, tokens, cancellationToken));
        var session = _tuner.Begin(_model, retrieved.Picks.Count);
        try
        {
            stages.Time("tune", () => Learn(session, retrieved.Picks, progress, cancellationToken));
            var after = stages.Time("guard", () => Loss(session, tokens, cancellationToken));
            var kept = session.Steps > 0 && (!_options.Guard || !(after >= before));
            var report = new AdaptationReport(retrieved.Picks, Math.Sqrt(retrieved.Selection.Prior), session.Steps, before, after, kept, stages.Seconds);
            if (kept) return new Adaptation(_model, session, report);
            session.Dispose();
            return new Adaptation(_model, session: null, report);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static int Learn(ITuningSession session, IReadOnlyList<PickedChunk> picks, IProgress<AdaptationProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var pick in picks)
        {
            var loss = ChunkStep.Take(session, pick.Text, cancellationToken);
            progress?.Report(new AdaptationProgress(session.Steps, picks.Count, loss));
        }
        return session.Steps;
    }

    /// <summary>Mean loss of a text's tokens; NaN where there is nothing to predict.</summary>
    private static double Loss(ILanguageModel model, int[] tokens, CancellationToken cancellationToken)
    {
        if (tokens.Length < 2) return double.NaN;
        var score = TextScorer.Score(model, tokens, firstScored: 1, stride: 0, bytes: 0, cancellationToken);
        return score.Nats / score.Tokens;
    }
}
