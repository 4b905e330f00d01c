using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Describing;

/// <summary>
/// What a decoder will take, counted from its shapes. With P parameters, M of them in matrices that tokens are multiplied with, e bytes of the compute type and T tokens:
/// used 4P, e·M where the compute type is not float32, what one layer and the logits of T tokens take in passing, and libtorch's own buffers; tuned besides 16 bytes for each
/// number that learns (itself, gradient, two moments), its casts, and what one step of T tokens keeps of the forward pass for the backward pass.
/// </summary>
internal sealed class MemoryEstimate(DecoderBlueprint blueprint, ScalarType compute)
{
    /// <summary>Tokens of the step that is counted, at most: chunks of a memory have a quarter of them.</summary>
    public const int MostTokens = 1024;

    private const int Master = sizeof(float);
    private const int Learning = 4 * Master; // number, gradient, first and second moment
    private const int LongestBias = 2048;
    private const long Buffers = 32 << 20; // of libtorch and its kernels, measured
    private const double Holes = 1.5; // what the heap takes for blocks of many sizes that come and go, over the blocks themselves, measured

    private readonly DecoderConfiguration _configuration = blueprint.Configuration;
    private readonly int _element = compute == ScalarType.Float32 ? Master : sizeof(short);
    private readonly ActivationMemory _activations = new(blueprint, compute == ScalarType.Float32 ? Master : sizeof(short));

    private long Tokens => Math.Min(_configuration.ContextLength, MostTokens);

    private long HeadElements => Elements(blueprint.Head);

    private IEnumerable<Projection> Projections => blueprint.Layers.SelectMany(layer => layer.Projections);

    /// <summary>The estimate.</summary>
    public MemoryNeeds Estimate()
    {
        var parameters = blueprint.Parameters().Sum(parameter => parameter.Shape.Aggregate(1L, (product, size) => product * size));
        var matrices = Projections.Sum(Elements) + HeadElements;
        var loaded = Master * parameters + Casts(matrices) + Biases() + _activations.Passing(Tokens) + Logits(LanguageModelLoss.LogitsAtATime) + Buffers;
        var lora = Projections.Sum(projection => (long)new LoraOptions().Rank * (projection.Inputs + projection.Outputs));
        return new MemoryNeeds(
            loaded,
            loaded + Learning * lora + Kept(all: false),
            loaded + Learning * parameters + 2 * Casts(matrices) + Logits(LanguageModelLoss.LearningLogitsAtATime) + Kept(all: true), // casts of the step, and copies to score with
            loaded + Learning * HeadElements + 2 * Casts(HeadElements) + Logits(LanguageModelLoss.LearningLogitsAtATime) + _activations.Passing(Tokens)); // blocks of a layer that the heap has not given back
    }

    private static long Elements(Projection projection) => (long)projection.Inputs * projection.Outputs + (projection.HasBias ? projection.Outputs : 0);

    private long Casts(long elements) => compute == ScalarType.Float32 ? 0 : _element * elements;

    /// <summary>What a query sees, made once for each window.</summary>
    private long Biases()
    {
        long kept = Math.Min(_configuration.ContextLength, LongestBias);
        return blueprint.Layers.Select(layer => Math.Min(layer.Window, kept)).Distinct().Count() * kept * kept * _element;
    }

    /// <summary>What all layers keep of one step, or of one layer where the step computes the others again.</summary>
    private long Kept(bool all)
    {
        var kept = _activations.Kept(1, Tokens, all);
        return (long)(Holes * (_activations.Kept(1, Tokens, all: false) <= ActivationMemory.Limit ? kept : kept / blueprint.Layers.Count + Tokens * _configuration.HiddenSize * Master * blueprint.Layers.Count));
    }

    /// <summary>Logits in the compute type, in float32, and their gradient.</summary>
    private long Logits(int atATime) =>
        Math.Min(Tokens, Math.Max(LanguageModelLoss.FewestRows, atATime / _configuration.VocabularySize)) * _configuration.VocabularySize * (Master + 2L * _element);
}
