using Loci.Models;
using Loci.Torch.Adapters;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>A view of a model whose weights move with each step, whatever those weights are.</summary>
internal sealed class TuningSession : TorchLanguageModel, ITuningSession, IWeightsIdentity
{
    private readonly CausalLanguageModel _model;
    private readonly GradientSteps _steps;
    private readonly Action _changed;
    private readonly IReadOnlyList<IDisposable> _owned;

    /// <param name="model">The base.</param>
    /// <param name="weights">What scoring, generating and stepping run on.</param>
    /// <param name="steps">Takes the steps; owned.</param>
    /// <param name="changed">Called after each step.</param>
    /// <param name="owned">Freed with the session.</param>
    public TuningSession(CausalLanguageModel model, IWeights weights, GradientSteps steps, Action changed, params IReadOnlyList<IDisposable> owned)
        : base(model.Name, model.Tokenizer, model.Decoder, model.Blueprint, weights, model.Parameters.Device)
    {
        _model = model;
        _steps = steps;
        _changed = changed;
        _owned = owned;
    }

    /// <summary>What the session tunes.</summary>
    public CausalLanguageModel Base => _model;

    /// <summary>Takes the steps.</summary>
    public GradientSteps Gradients => _steps;

    /// <summary>The adapter that learns, or null where plain weights do.</summary>
    public Learnt? Learnt { get; init; }

    /// <summary>All weights that learn, where no adapter does; owned by whoever owns the session's <c>owned</c>.</summary>
    public ParameterStore? Own { get; init; }

    public int Steps => _steps.Taken;

    /// <summary>
    /// As a model has it that was saved with these weights or adapters and loaded again. Reads what learns alone: the base is not written while sessions are over it, so its part is worked out once.
    /// </summary>
    public string WeightsHash() => CausalLanguageModel.HashOf(Own?.Hash() ?? _model.LoadedHash, [.. _model.Adapters, .. Learnt is { } learnt ? [learnt.Tensors] : Array.Empty<AdapterTensors>()]);

    public IReadOnlyList<double> Step(IReadOnlyList<int[]> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0) throw new ArgumentException("Expected at least one text to learn from, found none.", nameof(texts));
        foreach (var text in texts) Check(text);
        cancellationToken.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var (losses, _) = _steps.Take([.. texts.Select(Cut)], cancellationToken);
        _changed();
        return losses;
    }

    /// <summary>Refuses a text that cannot be learnt from.</summary>
    public void Check(ReadOnlySpan<int> tokens)
    {
        if (tokens.Length < 2) throw new ArgumentException($"Expected at least 2 tokens to learn from, found {tokens.Length}.", nameof(tokens));
        TokenIds.Check(tokens, VocabularySize);
    }

    /// <summary>What of a text fits the context.</summary>
    public int[] Cut(int[] tokens) => tokens.Length <= ContextLength + 1 ? tokens : tokens[..(ContextLength + 1)];

    /// <summary>Takes the step that gradients are there for; false, and nothing taken, where a number is not finite.</summary>
    public bool Apply(double loss)
    {
        var norm = _steps.Apply(loss);
        if (!double.IsFinite(loss) || !double.IsFinite(norm)) return false;
        _changed();
        return true;
    }

    public override void Dispose()
    {
        _steps.Dispose();
        foreach (var owned in _owned) owned.Dispose();
        base.Dispose();
        // TorchSharp leaves native objects of some bytes behind finalizers, and the collector does not feel them: by the thousand they hold the native heap apart, and resident
        // memory creeps up with every session. The youngest generation takes about a millisecond.
        GC.Collect(0);
    }
}
