using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>
/// A forward pass that keeps what enters each block and nothing else, and computes each block once more when its gradient is wanted (gradient checkpointing, arXiv 1604.06174).
/// </summary>
internal sealed class RecomputedPass : IHiddenPass
{
    private readonly Decoder _decoder;
    private readonly IWeights _weights;
    private readonly Tensor _ids;
    private readonly Stack<Tensor> _entering = []; // the residual stream before each block, and after the last

    public RecomputedPass(Decoder decoder, IWeights weights, Tensor ids)
    {
        (_decoder, _weights, _ids) = (decoder, weights, ids);
        using var quiet = no_grad();
        _entering.Push(decoder.Embed(weights, ids).DetachFromDisposeScope());
        for (var layer = 0; layer < decoder.Layers; layer++) _entering.Push(decoder.Block(weights, layer, _entering.Peek()).DetachFromDisposeScope());
        Hidden = decoder.Last(weights, _entering.Peek()).DetachFromDisposeScope();
    }

    public Tensor Hidden { get; }

    public void Backward(Tensor gradient)
    {
        var slope = Through(stream => _decoder.Last(_weights, stream), gradient);
        for (var layer = _decoder.Layers - 1; layer >= 0; layer--)
        {
            using var above = slope;
            slope = Through(stream => _decoder.Block(_weights, layer, stream), above);
        }
        using (slope)
        {
            using var scope = NewDisposeScope();
            var first = _decoder.Embed(_weights, _ids);
            if (first.requires_grad) first.backward([slope]);
        }
    }

    public void Dispose()
    {
        Hidden.Dispose();
        while (_entering.TryPop(out var stream)) stream.Dispose();
    }

    /// <summary>Computes a part of the pass once more, adds the gradients of its parameters, and gives that of what entered it, which is forgotten.</summary>
    private Tensor Through(Func<Tensor, Tensor> part, Tensor gradient)
    {
        using var entering = _entering.Pop();
        using var scope = NewDisposeScope();
        using var stream = entering.detach().requires_grad_(true);
        part(stream).backward([gradient]);
        return stream.grad!.DetachFromDisposeScope();
    }
}
