namespace Loci.Torch.Training;

/// <summary>How a training run ended.</summary>
/// <param name="Steps">Steps of the run.</param>
/// <param name="Tokens">Tokens trained on.</param>
/// <param name="TrainLoss">Mean loss of the last reported steps, nats per token; NaN where a resumed run had no step left.</param>
/// <param name="ValidationBitsPerByte">Bits per byte of the validation text at the end, if there was one.</param>
public sealed record TrainingResult(int Steps, long Tokens, double TrainLoss, double? ValidationBitsPerByte);
