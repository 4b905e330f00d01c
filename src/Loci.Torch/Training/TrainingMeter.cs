namespace Loci.Torch.Training;

/// <summary>Means, speed and time left of a training run.</summary>
internal sealed class TrainingMeter(TimeProvider clock, int total, int tokensPerStep, int firstStep)
{
    private readonly long _began = clock.GetTimestamp();
    private long _reported = clock.GetTimestamp();
    private double _sum;
    private int _count;

    /// <summary>Mean loss at the last report; NaN before the first.</summary>
    public double LastLoss { get; private set; } = double.NaN;

    /// <summary>Newest validation, bits per byte.</summary>
    public double? Validation { get; set; }

    public void Add(double loss)
    {
        _sum += loss;
        _count++;
    }

    public TrainingProgress Report(int step)
    {
        LastLoss = _sum / _count;
        var seconds = clock.GetElapsedTime(_reported).TotalSeconds;
        var perStep = clock.GetElapsedTime(_began) / Math.Max(1, step - firstStep);
        var progress = new TrainingProgress(
            step, total, (long)step * tokensPerStep, LastLoss, _count * tokensPerStep / Math.Max(1e-9, seconds), perStep * (total - step), Validation);
        (_sum, _count, _reported) = (0, 0, clock.GetTimestamp());
        return progress;
    }
}
