using Loci.Models;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Training;

/// <summary>
/// Trains all weights of a decoder, or an adapter beside them, on a stream of tokens: bf16 products where the CPU has them, float32 masters, AdamW, warm-up, constant
/// rate and linear decay. Saves its state as it goes and resumes from it exactly. One run owns what it trains; call it from one thread.
/// </summary>
internal sealed class Trainer(DecoderBlueprint blueprint, Trainee trainee, TrainingOptions options, TimeProvider clock)
{
    private const int ReportEvery = 20;

    /// <summary>Runs to the end, or to cancellation, after which the same call resumes.</summary>
    /// <param name="tokens">The text as one stream.</param>
    /// <param name="stateFolder">Where the run's state is kept, or null to keep none.</param>
    /// <param name="fingerprint">Names text and settings, so that a state is never resumed under others.</param>
    /// <param name="validate">Bits per byte of the model as it stands, or null for no validation.</param>
    /// <param name="progress">Told every few steps.</param>
    /// <param name="cancellationToken">Ends the run after the step in hand; its state is saved.</param>
    public TrainingResult Run(
        int[] tokens, string? stateFolder, string fingerprint, Func<double>? validate, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        options.Validate();
        var window = options.WindowLength > 0 ? options.WindowLength : blueprint.Configuration.ContextLength;
        if (window > blueprint.Configuration.ContextLength)
            throw new InvalidInputException($"training options: expected a WindowLength of at most {blueprint.Configuration.ContextLength}, the model's context, found {window}.");
        var windows = new TokenWindows(tokens, window, options.Seed);
        var total = options.Steps > 0 ? options.Steps : Math.Max(1, (int)(options.Epochs * windows.PerEpoch / options.BatchSize));
        using var decoder = new Decoder(blueprint, trainee.Weights.Compute, trainee.Device);
        using var optimizer = new AdamW(trainee.Parameters.Select(parameter => parameter.Value), options.Optimizer);
        if (stateFolder is not null && TrainingState.Exists(stateFolder)) TrainingState.Load(stateFolder, fingerprint, trainee, optimizer);

        var meter = new TrainingMeter(clock, total, options.BatchSize * window, optimizer.Steps);
        while (optimizer.Steps < total)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                if (stateFolder is not null) TrainingState.Save(stateFolder, fingerprint, trainee, optimizer);
                cancellationToken.ThrowIfCancellationRequested();
            }
            meter.Add(Step(decoder, optimizer, windows, window, total));
            var step = optimizer.Steps;
            if (validate is not null && (step % options.ValidateEvery == 0 || step == total)) meter.Validation = validate();
            if (step % ReportEvery == 0 || step == total)
            {
                var report = meter.Report(step);
                progress?.Report(report);
            }
            if (stateFolder is not null && step % options.CheckpointEvery == 0 && step < total) TrainingState.Save(stateFolder, fingerprint, trainee, optimizer);
        }
        return new TrainingResult(total, (long)total * options.BatchSize * window, meter.LastLoss, meter.Validation);
    }

    private double Step(Decoder decoder, AdamW optimizer, TokenWindows windows, int window, int total)
    {
        var batch = new long[options.BatchSize * (window + 1)];
        for (var row = 0; row < options.BatchSize; row++)
            windows.Copy((long)optimizer.Steps * options.BatchSize + row, batch.AsSpan(row * (window + 1), window + 1));
        double loss;
        using (NewDisposeScope())
        {
            loss = LanguageModelLoss.Backward(decoder, trainee.Weights, tensor(batch, [options.BatchSize, window + 1], device: trainee.Device));
        }
        var norm = GradientClip.Norm(trainee.Parameters.Select(parameter => parameter.Value));
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
            throw new NonFiniteLossException($"Training step {optimizer.Steps + 1} met a loss of {loss} with a gradient norm of {norm}. Lower the learning rate; the last saved state is intact.");
        optimizer.Step(options.Rate(optimizer.Steps, total), GradientClip.Factor(norm, options.ClipNorm));
        trainee.Changed();
        foreach (var (_, value) in trainee.Parameters) value.grad = null;
        return loss;
    }
}
