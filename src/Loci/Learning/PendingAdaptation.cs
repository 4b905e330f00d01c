using Loci.Models;
using Loci.Scoring;

namespace Loci.Learning;

/// <summary>One prompt on its way from what was picked for it to an adaptation. Disposing it before it is finished forgets what it learnt.</summary>
internal sealed class PendingAdaptation : IDisposable
{
    private readonly ILanguageModel _model;
    private readonly LearnerOptions _options;
    private readonly Retrieved _retrieved;
    private readonly StageClock _stages;
    private readonly int[] _prompt;
    private readonly int _learnable;
    private readonly double _before;
    private ITuningSession? _session;

    /// <summary>Retrieves for a prompt, measures its loss, and begins a session.</summary>
    public PendingAdaptation(ILanguageModel model, Retriever retriever, ITuner tuner, string prompt, LearnerOptions options, CancellationToken cancellationToken)
    {
        (_model, _options, _stages) = (model, options, new StageClock(options.Time));
        _retrieved = retriever.Retrieve(prompt, _stages, cancellationToken);
        _prompt = TextScorer.WithPrefix(model, model.Tokenizer.Encode(prompt));
        _learnable = options.PromptSteps > 0 ? Lesson.Learnable(_prompt.Length) : 0;
        _before = _stages.Time("guard", () => Loss(model, cancellationToken));
        Lesson = _stages.Time("tune", () => Lesson.Of(model, [.. Picks.Select(pick => pick.Text)], tuner.BatchSize).WithPrompt(model, _prompt[.._learnable], options.PromptSteps));
        _session = tuner.Begin(model, Lesson.Steps.Count);
    }

    /// <summary>What was picked, in order.</summary>
    public IReadOnlyList<PickedChunk> Picks => _retrieved.Picks;

    /// <summary>What there is to learn, step by step.</summary>
    public Lesson Lesson { get; }

    /// <summary>What learns.</summary>
    public ITuningSession Session => _session ?? throw new ObjectDisposedException(nameof(PendingAdaptation));

    /// <summary>Whether a step met numbers that are not finite, so that nothing that was learnt is used.</summary>
    public bool Broke { get; private set; }

    /// <summary>Runs learning and adds its time.</summary>
    public T Tune<T>(Func<T> learn) => _stages.Time("tune", learn);

    /// <summary>Takes note of a step that could not be taken.</summary>
    public void Break() => Broke = true;

    /// <summary>Measures what was learnt, and keeps it or not. The session goes with the adaptation.</summary>
    public Adaptation Finish(CancellationToken cancellationToken)
    {
        var session = Session;
        var after = Broke ? double.NaN : _stages.Time("guard", () => Loss(session, cancellationToken));
        var sound = double.IsNaN(_before) || double.IsFinite(after); // the last step's own damage shows here first
        var kept = !Broke && sound && session.Steps > 0 && (!_options.Guard || !(after >= (1 - _options.GuardMargin) * _before));
        var report = new AdaptationReport(Picks, Math.Sqrt(_retrieved.Selection.Prior), session.Steps, _before, after, kept, _stages.Seconds) { MemorySnapshot = _retrieved.Candidates.Snapshot };
        if (!kept) Dispose();
        _session = null;
        return new Adaptation(_model, kept ? session : null, report);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
    }

    /// <summary>Mean loss of the prompt's tokens, of those that are not learnt; NaN where there is nothing to predict.</summary>
    private double Loss(ILanguageModel model, CancellationToken cancellationToken)
    {
        if (_prompt.Length < 2) return double.NaN;
        var score = TextScorer.Score(model, _prompt, firstScored: Math.Max(1, _learnable), stride: 0, bytes: 0, cancellationToken);
        return score.Nats / score.Tokens;
    }
}
