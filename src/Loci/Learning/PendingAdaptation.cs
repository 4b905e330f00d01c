using Loci.Models;
using Loci.Scoring;

namespace Loci.Learning;

/// <summary>One prompt on its way from what was picked for it to an adaptation. Disposing it before it is finished forgets what it learnt.</summary>
internal sealed class PendingAdaptation : IDisposable
{
    private readonly ILanguageModel _model;
    private readonly Retrieved _retrieved;
    private readonly StageClock _stages;
    private readonly int[] _prompt;
    private readonly double _before;
    private ITuningSession? _session;

    /// <summary>Retrieves for a prompt, measures its loss, and begins a session.</summary>
    public PendingAdaptation(ILanguageModel model, Retriever retriever, ITuner tuner, string prompt, StageClock stages, CancellationToken cancellationToken)
    {
        (_model, _stages) = (model, stages);
        _retrieved = retriever.Retrieve(prompt, stages, cancellationToken);
        _prompt = TextScorer.WithPrefix(model, model.Tokenizer.Encode(prompt));
        _before = stages.Time("guard", () => Loss(model, cancellationToken));
        _session = tuner.Begin(model, _retrieved.Picks.Count);
    }

    /// <summary>What there is to learn, in order.</summary>
    public IReadOnlyList<PickedChunk> Picks => _retrieved.Picks;

    /// <summary>What learns.</summary>
    public ITuningSession Session => _session ?? throw new ObjectDisposedException(nameof(PendingAdaptation));

    /// <summary>Whether a step met numbers that are not finite, so that nothing that was learnt is used.</summary>
    public bool Broke { get; private set; }

    /// <summary>Runs learning and adds its time.</summary>
    public T Tune<T>(Func<T> learn) => _stages.Time("tune", learn);

    /// <summary>Takes note of a step that could not be taken.</summary>
    public void Break() => Broke = true;

    /// <summary>Measures what was learnt, and keeps it or not. The session goes with the adaptation.</summary>
    public Adaptation Finish(LearnerOptions options, CancellationToken cancellationToken)
    {
        var session = Session;
        var after = Broke ? double.NaN : _stages.Time("guard", () => Loss(session, cancellationToken));
        var sound = double.IsNaN(_before) || double.IsFinite(after); // the last step's own damage shows here first
        var kept = !Broke && sound && session.Steps > 0 && (!options.Guard || !(after >= (1 - options.GuardMargin) * _before));
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

    /// <summary>Mean loss of the prompt's tokens; NaN where there is nothing to predict.</summary>
    private double Loss(ILanguageModel model, CancellationToken cancellationToken)
    {
        if (_prompt.Length < 2) return double.NaN;
        var score = TextScorer.Score(model, _prompt, firstScored: 1, stride: 0, bytes: 0, cancellationToken);
        return score.Nats / score.Tokens;
    }
}
