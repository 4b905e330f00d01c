using Loci.Models;
using Loci.Torch.Adapters;
using Loci.Torch.Tuning;

namespace Loci.Torch.Training;

/// <summary>Trains an adapter beside a model on text and saves it in PEFT's layout. The model is only read. Resumes what was broken off.</summary>
public static class AdapterTrainer
{
    /// <summary>Trains an adapter.</summary>
    /// <param name="model">What it is trained beside.</param>
    /// <param name="tuner">A <see cref="LoraTuner"/> or <see cref="HeadTuner"/>: what learns, and at which peak rate.</param>
    /// <param name="options">Batches, windows, schedule; their learning rate is not used.</param>
    /// <param name="texts">Training documents.</param>
    /// <param name="validation">Documents for bits per byte; may be empty.</param>
    /// <param name="folder">Where the adapter goes; made if missing. An unfinished run found there is resumed.</param>
    /// <param name="progress">Told every few steps.</param>
    /// <param name="clock">Measures speed.</param>
    /// <param name="cancellationToken">Ends the run after the step in hand; the same call resumes it.</param>
    /// <exception cref="ArgumentException">The tuner leaves no adapter.</exception>
    /// <exception cref="InvalidInputException">An option cannot be, or there is no text.</exception>
    public static TrainingResult Train(
        CausalLanguageModel model, ITuner tuner, TrainingOptions options, IReadOnlyList<string> texts, IReadOnlyList<string> validation, string folder,
        IProgress<TrainingProgress>? progress = null, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(validation);
        if (tuner is not IAdapterTuner adapterTuner)
            throw new ArgumentException($"Expected a {nameof(LoraTuner)} or {nameof(HeadTuner)}, found {tuner?.GetType().Name ?? "null"}, whose learning does not fit into an adapter.", nameof(tuner));
        if (texts.Count == 0) throw new InvalidInputException("expected text to train on, found no document.");
        var settings = options with { LearningRate = adapterTuner.Rate(model) };
        settings.Validate();
        Directory.CreateDirectory(folder);
        var learnt = adapterTuner.Fresh(model);
        using var tensors = learnt.Tensors;
        var origin = learnt.Origin(model);
        var run = new TrainingRun(model.Blueprint, Trainee.Of(tensors, model), model.Tokenizer, settings, folder, $"{model.Name}+{tuner.Name}");
        return run.ToEnd($"{settings}{tensors.Hash()}{origin.Weights}", texts, validation, () => PeftWriter.Write(folder, tensors, origin), progress, clock, cancellationToken);
    }
}
