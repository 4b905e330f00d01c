using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Describing;

/// <summary>
/// What a decoder will take, counted from its shapes. With P parameters, M of them in matrices that tokens are multiplied with, e bytes of the compute type and T tokens:
/// used 4P, e·M where the compute type is not float32, what one layer and the logits of T tokens take in passing, and libtorch's own buffers; tuned besides 20 bytes for each
/// number that learns (itself, gradient, two moments, scratch), its casts, and what one step of T tokens keeps of the forward pass for the backward pass.
/// </summary>
internal sealed class MemoryEstimate(DecoderBlueprint blueprint, ScalarType compute)
{
    /// <summary>Tokens of the step that is counted, at most: chunks of a memory have a quarter of them.</summary>
    public const int MostTokens = 1024;

    private const int Master = sizeof(float);
    private const int Learning = 5 * Master; // number, gradient, first and second moment, scratch
    private const int LongestBias = 2048;
    private const int LogitsAtATime = 1 << 24;
    private const int FewestRows = 16;
    private const long Buffers = 32 << 20; // of libtorch and its kernels, measured
    private const double Holes = 1.5; // what the heap takes for blocks of many sizes that come and go, over the blocks themselves, measured
    private const int BytesPerLogit = 16; // logits, log-probabilities, and a gradient of each

    private readonly DecoderConfiguration _configuration = blueprint.Configuration;
    private readonly int _element = compute == ScalarType.Float32 ? Master : sizeof(short);

    private long Tokens => Math.Min(_configuration.ContextLength, MostTokens);

    private long HeadElements => Elements(blueprint.Head);

    private IEnumerable<Projection> Projections => blueprint.Layers.SelectMany(layer => layer.Projections);

    /// <summary>The estimate.</summary>
    public MemoryNeeds Estimate()
    {
        var parameters = blueprint.Parameters().Sum(parameter => parameter.Shape.Aggregate(1L, (product, size) => product * size));
        var matrices = Projections.Sum(Elements) + HeadElements;
        var loaded = Master * parameters + Casts(matrices) + Biases() + Passing() + Logits() + Buffers;
        var lora = Projections.Sum(projection => (long)new LoraOptions().Rank * (projection.Inputs + projection.Outputs));
        return new MemoryNeeds(
            loaded,
            loaded + Learning * lora + Kept(all: false),
            loaded + Learning * parameters + 2 * Casts(matrices) + Kept(all: true), // casts of the step, and copies to score with
            loaded + Learning * HeadElements + 2 * Casts(HeadElements) + Passing()); // blocks of a layer that the heap has not given back
    }

    private static long Elements(Projection projection) => (long)projection.Inputs * projection.Outputs + (projection.HasBias ? projection.Outputs : 0);

    private long Casts(long elements) => compute == ScalarType.Float32 ? 0 : _element * elements;

    /// <summary>What a query sees, made once for each window.</summary>
    private long Biases()
    {
        long kept = Math.Min(_configuration.ContextLength, LongestBias);
        return blueprint.Layers.Select(layer => Math.Min(layer.Window, kept)).Distinct().Count() * kept * kept * _element;
    }

    /// <summary>What all layers keep of one step: the residual stream twice, norms, queries to mixed values, the MLP, and attention's probabilities.</summary>
    private long Kept(bool all)
    {
        var c = _configuration;
        long hidden = c.HiddenSize, heads = (long)c.Heads * c.HeadSize, inner = c.IntermediateSize * (c.Gated ? 4L : 2L);
        var normed = 2 * hidden * (_element + (all ? Master : 0));
        var perToken = 2 * hidden * Master + normed + (5 * heads + inner) * _element;
        return (long)(Holes * blueprint.Layers.Count * (Tokens * perToken + Scores * (c.ScoreCap is null ? 1 : 2)));
    }

    /// <summary>What one layer takes while it is computed.</summary>
    private long Passing() => 3 * Scores + Tokens * _element * (4L * _configuration.IntermediateSize + 4L * _configuration.HiddenSize);

    private long Scores => _configuration.Heads * Tokens * Tokens * (_configuration.WideScores ? Master : _element);

    private long Logits() => Math.Min(Tokens, Math.Max(FewestRows, LogitsAtATime / _configuration.VocabularySize)) * _configuration.VocabularySize * BytesPerLogit;
}
