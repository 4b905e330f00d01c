using Loci.Torch.Decoding;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Encoding;

/// <summary>
/// The forward pass of encoders in the manner of BERT (Devlin et al., arXiv 1810.04805): every token sees every other, norms come after the
/// residual sum. Holds no parameters, as <see cref="Decoder"/> does not. Safe to share between threads.
/// </summary>
internal sealed class Encoder(EncoderBlueprint blueprint)
{
    private readonly EncoderConfiguration _configuration = blueprint.Configuration;
    private readonly Attention _attention = new(1 / Math.Sqrt((double)blueprint.Configuration.HiddenSize / blueprint.Configuration.Heads));

    /// <summary>The last hidden states.</summary>
    /// <param name="weights">Where parameters come from.</param>
    /// <param name="ids">Token ids (batch, time).</param>
    /// <param name="real">1 where a token is real, (batch, time), Int64; null where all are.</param>
    /// <param name="trace">Receives the residual stream before each block and the final state, for finding where two models part.</param>
    /// <returns>(batch, time, hidden) in float32, in the caller's dispose scope.</returns>
    public Tensor Hidden(IWeights weights, Tensor ids, Tensor? real = null, Action<Tensor>? trace = null)
    {
        using var scope = NewDisposeScope();
        var bias = real is null ? null : Bias(real, weights.Compute);
        var x = Embed(weights, ids); // (batch, time, hidden)
        foreach (var layer in blueprint.Layers)
        {
            trace?.Invoke(x);
            x = Block(weights, layer, x, bias);
        }
        trace?.Invoke(x);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>One vector for each text.</summary>
    /// <param name="weights">Where parameters come from.</param>
    /// <param name="hidden">Its last hidden states.</param>
    /// <param name="real">1 where a token is real, or null.</param>
    /// <param name="pooling">How.</param>
    /// <returns>(batch, hidden) in float32, not normalised.</returns>
    public Tensor Pool(IWeights weights, Tensor hidden, Tensor? real, TextPooling pooling)
    {
        using var scope = NewDisposeScope();
        return (pooling switch
        {
            TextPooling.Mean => Mean(hidden, real),
            TextPooling.FirstToken => hidden.select(1, 0).clone(),
            TextPooling.Pooler => weights.Project(blueprint.Pooler, hidden.select(1, 0).to(weights.Compute)).to(ScalarType.Float32).tanh(),
            _ => throw new ArgumentOutOfRangeException(nameof(pooling), pooling, "Unknown pooling."),
        }).MoveToOuterDisposeScope();
    }

    private static Tensor Mean(Tensor hidden, Tensor? real)
    {
        if (real is null) return hidden.mean([1]);
        var share = real.to(ScalarType.Float32).unsqueeze(2); // (batch, time, 1)
        return (hidden * share).sum(1) / share.sum(1);
    }

    private Tensor Embed(IWeights weights, Tensor ids)
    {
        var types = zeros([1], ScalarType.Int64, ids.device);
        var x = weights.Embed(blueprint.TokenEmbedding, ids).Plus(weights.Embed(blueprint.TypeEmbedding, types)).Plus(weights.Embed(blueprint.PositionEmbedding, Positions(ids)));
        return Norm(weights, blueprint.EmbeddingNorm, x);
    }

    /// <summary>Rows of the position table, (batch, time) or (time).</summary>
    private Tensor Positions(Tensor ids)
    {
        if (_configuration.UncountedPadding is not { } padding) return Scalars.Range(0, ids.shape[1], ids.device);
        var counted = ids.Is(padding).logical_not().to(ScalarType.Int64);
        return (counted.cumsum(1) * counted).Plus((long)padding);
    }

    private Tensor Block(IWeights weights, EncoderLayerBlueprint layer, Tensor x, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var attended = Norm(weights, layer.AttentionNorm, x.Plus(Attend(weights, layer, x.to(weights.Compute), bias)));
        var inner = _configuration.Activation.Apply(weights.Project(layer.Inner, attended.to(weights.Compute)));
        return Norm(weights, layer.MlpNorm, attended.Plus(weights.Project(layer.Outer, inner))).MoveToOuterDisposeScope();
    }

    private Tensor Attend(IWeights weights, EncoderLayerBlueprint layer, Tensor x, Tensor? bias)
    {
        var heads = layer.QueryKeyValue.Select(Heads).ToArray(); // (batch, heads, time, head) each
        return weights.Project(layer.Output, _attention.Mix(heads[0], heads[1], heads[2], bias).transpose(1, 2).reshape(x.shape));

        Tensor Heads(Projection projection) => weights.Project(projection, x).reshape(x.shape[0], x.shape[1], _configuration.Heads, -1).transpose(1, 2);
    }

    private Tensor Norm(IWeights weights, string module, Tensor x) =>
        F.layer_norm(x, [_configuration.HiddenSize], weights.Vector(module + ".weight"), weights.Vector(module + ".bias"), _configuration.NormEpsilon);

    /// <summary>(batch, 1, 1, time): 0 for real tokens, the least finite number for padding.</summary>
    private static Tensor Bias(Tensor real, ScalarType compute)
    {
        using var scope = NewDisposeScope();
        var padding = real.Is(0).unsqueeze(1).unsqueeze(1);
        return zeros(padding.shape, compute, real.device).Masked(padding, BatchPadding.Least(compute)).MoveToOuterDisposeScope();
    }
}
