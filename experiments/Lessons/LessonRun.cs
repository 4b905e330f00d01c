using System.Diagnostics;
using Loci.Evaluation;
using Loci.Evaluation.Measuring;
using Loci.Learning;
using Loci.Memories;
using Loci.Scoring;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Torch;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Experiments;

/// <summary>Runs an arm on a document. Safe to share between threads.</summary>
internal sealed class LessonRun : IDisposable
{
    private static readonly int[] Measured = [0, 1, 2, 5, 10, 20, 30, 40, 50];

    private readonly CausalLanguageModel _model;
    private readonly Memory _memory;
    private readonly EvaluationOptions _options;
    private readonly ChunkFollowers _followers;
    private readonly Sensitivity _sensitivity;
    private readonly GradientSketches _sketches;
    private readonly IReadOnlyList<Tensor> _factors;

    public LessonRun(CausalLanguageModel model, Memory memory, EvaluationOptions options)
    {
        (_model, _memory, _options, _followers) = (model, memory, options, new ChunkFollowers(memory.Path));
        _sensitivity = SensitivityCache.Get(model);
        _sketches = new GradientSketches(model, _sensitivity);
        _factors = _sensitivity.Factors(model.Blueprint, damping: 1);
    }

    /// <summary>What the arm gives, or null where there is nothing to score.</summary>
    public LessonResult? Of(LessonArm arm, EvaluationDocument document, CancellationToken cancellationToken)
    {
        if (ScoredText.Prepare(_model, document.Text, _options) is not { } text) return null;
        var sought = text.Query[(int)(text.Query.Length * (1 - arm.Tail))..];
        string[] pieces = [.. Enumerable.Range(0, arm.Pieces).Select(i => sought[(sought.Length * i / arm.Pieces)..(sought.Length * (i + 1) / arm.Pieces)]).Where(piece => !string.IsNullOrWhiteSpace(piece))];
        var found = _memory.Search(_memory.Embedder.Embed(pieces, cancellationToken), new SearchOptions { Count = arm.Candidates }, cancellationToken);
        var picks = Selectors.Create(arm.Method, 1).Select(Kernel(arm, found, text), new SelectionOptions { Count = arm.Count, Noise = arm.Noise, Distinct = arm.Distinct }, cancellationToken).Indices;
        return Learn(arm, document, text, LessonPlan.Of(arm, _model, found, picks, text.Query, _followers), picks, found, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sketches.Dispose();
        _followers.Dispose();
        foreach (var factor in _factors) factor.Dispose();
        _sensitivity.Dispose();
    }

    private ICandidateKernel Kernel(LessonArm arm, Candidates found, ScoredText text)
    {
        var words = CandidateKernels.Of(found);
        if (arm.Kernel == "words") return words;
        var target = _sketches.Of(TextScorer.WithPrefix(_model, _model.Tokenizer.Encode(text.Query)));
        var gradients = new DenseKernel([.. found.Chunks.Select((chunk, i) => (ReadOnlyMemory<float>)_sketches.Of(chunk, found.Texts[i]))], [target]);
        return arm.Kernel == "gradients" ? gradients : new SumKernel((0.5, words), (0.5, gradients));
    }

    private LessonResult Learn(LessonArm arm, EvaluationDocument document, ScoredText text, IReadOnlyList<PlannedStep> steps, int[] picks, Candidates found, CancellationToken cancellationToken)
    {
        var texts = steps.Sum(step => step.Texts.Count);
        int[] marks = [.. Measured.Where(mark => mark < texts), texts];
        var learnt = arm.PromptSteps > 0 ? text.Learnable : 0;
        List<double> nats = [text.Score(_model, cancellationToken).Nats], guard = [text.Guard(_model, learnt, cancellationToken)];
        using var copy = _model.Parameters.Clone();
        (string Name, long[] Shape)[] all = [.. _model.Blueprint.Parameters()];
        int[] learning = [.. Enumerable.Range(0, all.Length).Where(i => Learns(arm.Parameters, all[i].Name))];
        var weights = _model.Over(new TrainableWeights(copy));
        foreach (var i in Enumerable.Range(0, all.Length).Except(learning)) copy.Master(all[i].Name).requires_grad_(false);
        Tensor[] parameters = [.. learning.Select(i => copy.Master(all[i].Name))];
        var optimizer = new ScaledOptimizer(new DampedDescent(parameters, [.. learning.Select(i => _factors[i])], momentum: 0.5));
        var taking = new GradientSteps(_model.Decoder, weights, parameters, optimizer, new StepOptions { FinalShare = 1 }, arm.Rate, 1);
        using var view = new TuningSession(_model, weights, taking, copy.Touch) { Own = copy };
        double seconds = 0, done = 0;
        var total = steps.Sum(step => step.Scale);
        var read = 0;
        foreach (var step in steps)
        {
            var began = Stopwatch.GetTimestamp();
            optimizer.Scale = step.Scale * (1 - (1 - arm.FinalShare) * Math.Min(1, done / Math.Max(1, total - 1)));
            taking.Take(step.Texts, cancellationToken);
            copy.Touch();
            seconds += Stopwatch.GetElapsedTime(began).TotalSeconds;
            done += step.Scale;
            read += step.Texts.Count;
            while (nats.Count < marks.Length - 1 && read >= marks[nats.Count]) Measure();
        }
        while (nats.Count < marks.Length) Measure();
        return new LessonResult(arm.Text, document.Subset, document.Name, nats[0], marks, [.. nats], [.. guard], steps.Count, picks.Distinct().Count(), seconds, [.. picks.Select(pick => found.Scores[pick])]);

        void Measure()
        {
            nats.Add(text.Score(view, cancellationToken).Nats);
            guard.Add(text.Guard(view, learnt, cancellationToken));
        }
    }

    private bool Learns(string which, string name) => which switch
    {
        "mlp" => name.Contains(".mlp.", StringComparison.Ordinal),
        "mlp-down" => name.Contains("down_proj", StringComparison.Ordinal),
        "no-embedding" => name != _model.Blueprint.TokenEmbedding,
        "upper" => _model.Blueprint.Layers.Skip(_model.Blueprint.Layers.Count / 2).Any(layer => name.StartsWith(layer.Down.Module[..layer.Down.Module.IndexOf("mlp", StringComparison.Ordinal)], StringComparison.Ordinal)),
        _ => true,
    };
}
