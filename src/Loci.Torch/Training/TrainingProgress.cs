namespace Loci.Torch.Training;

/// <summary>Where a training run stands.</summary>
/// <param name="Step">Steps taken, of <paramref name="Steps"/>.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="Tokens">Tokens trained on since the very start, resumed parts included.</param>
/// <param name="Loss">Mean loss since the last report, nats per token.</param>
/// <param name="TokensPerSecond">Speed since the last report.</param>
/// <param name="Remaining">Time left at the speed of this run so far.</param>
/// <param name="ValidationBitsPerByte">The newest validation, if there was one.</param>
public sealed record TrainingProgress(
    int Step, int Steps, long Tokens, double Loss, double TokensPerSecond, TimeSpan Remaining, double? ValidationBitsPerByte);
