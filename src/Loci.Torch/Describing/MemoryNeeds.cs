namespace Loci.Torch.Describing;

/// <summary>Estimated bytes of memory, each the whole of what a use takes and none of what the program and libtorch take without a model. docs/models.md has the formula.</summary>
/// <param name="LoadBytes">The model loaded and used, without tuning.</param>
/// <param name="TuneLoraBytes">One session of adapters of the default rank on all linear maps, the loaded model included; null where the model cannot be tuned.</param>
/// <param name="TuneFullBytes">The same for a copy of all weights.</param>
/// <param name="TuneHeadBytes">The same for a copy of the output layer.</param>
public sealed record MemoryNeeds(long LoadBytes, long? TuneLoraBytes = null, long? TuneFullBytes = null, long? TuneHeadBytes = null);
