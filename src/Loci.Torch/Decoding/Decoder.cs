using Loci.Torch.Decoding.Positions;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Decoding;

/// <summary>
/// The forward pass of every causal family, driven by its configuration. Holds no parameters: they come with each call, so that the base,
/// adapted views of it and weights in training all run through the same lines. Safe to share between threads.
/// </summary>
internal sealed class Decoder : IDisposable
{
    private readonly DecoderBlueprint _blueprint;
    private readonly DecoderConfiguration _configuration;
    private readonly Rotary? _rotary;
    private readonly CausalAttention _attention;

    public Decoder(DecoderBlueprint blueprint, ScalarType compute, Device device)
    {
        _blueprint = blueprint;
        var c = _configuration = blueprint.Configuration;
        _rotary = c.Rotary is { } rotary ? new Rotary(rotary, c.ContextLength, compute, device) : null;
        var attention = new Attention(c.ScoreScale ?? 1 / Math.Sqrt(c.HeadSize), c.ScoreCap, c.WideScores);
        _attention = new CausalAttention(attention, blueprint.Layers.Select(layer => layer.Window), c.ContextLength, compute, device);
    }

    /// <summary>What it was made from.</summary>
    public DecoderBlueprint Blueprint => _blueprint;

    /// <summary>Number of blocks.</summary>
    public int Layers => _blueprint.Layers.Count;

    /// <summary>How many logits a position has.</summary>
    public int VocabularySize => _configuration.VocabularySize;

    public void Dispose()
    {
        _rotary?.Dispose();
        _attention.Dispose();
    }

    /// <summary>The last hidden state, after the final norm.</summary>
    /// <param name="weights">Where parameters come from.</param>
    /// <param name="ids">Token ids (batch, time).</param>
    /// <param name="cache">Keys and values of the tokens before, extended by these; null starts afresh.</param>
    /// <param name="padding">Padding of a batch, or null where every position is real.</param>
    /// <param name="trace">Receives the residual stream before each block and the final state, for finding where two models part.</param>
    /// <returns>(batch, time, hidden) in float32, in the caller's dispose scope.</returns>
    public Tensor Hidden(IWeights weights, Tensor ids, KeyValueCache? cache = null, BatchPadding? padding = null, Action<Tensor>? trace = null)
    {
        using var scope = NewDisposeScope();
        var pass = new ForwardPass(weights, cache?.Length ?? 0, cache, padding?.Positions, Biases(weights, padding));
        var x = Embed(pass, ids); // (batch, time, hidden)
        for (var layer = 0; layer < Layers; layer++)
        {
            trace?.Invoke(x);
            x = Block(pass, layer, x);
        }
        cache?.Advance((int)ids.shape[1]);
        x = Last(weights, x);
        trace?.Invoke(x);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>The residual stream before the first block, (batch, time, hidden).</summary>
    public Tensor Embed(IWeights weights, Tensor ids) => Embed(ForwardPass.Plain(weights), ids);

    /// <summary>The residual stream after a block, given that before it.</summary>
    public Tensor Block(IWeights weights, int layer, Tensor x) => Block(ForwardPass.Plain(weights), layer, x);

    /// <summary>The last hidden state, given the residual stream after the last block.</summary>
    public Tensor Last(IWeights weights, Tensor x) => Norm(weights, _blueprint.FinalNorm, x);

    /// <summary>Next-token logits of each hidden state, in float32.</summary>
    public Tensor Logits(IWeights weights, Tensor hidden)
    {
        using var scope = NewDisposeScope();
        var logits = weights.Project(_blueprint.Head, hidden.to(weights.Compute)).to(ScalarType.Float32);
        if (_configuration.LogitCap is { } cap) logits = logits.Over(cap).tanh().Times(cap);
        return logits.MoveToOuterDisposeScope();
    }

    private Tensor Embed(ForwardPass pass, Tensor ids)
    {
        var x = pass.Weights.Embed(_blueprint.TokenEmbedding, ids);
        if (_configuration.EmbeddingScale != 1) x = x.Times(_configuration.EmbeddingScale);
        if (_blueprint.PositionEmbedding is not { } table) return x;
        return x.Plus(pass.Weights.Embed(table, pass.Positions ?? Scalars.Range(pass.Start, pass.Start + ids.shape[1], ids.device)));
    }

    private Tensor Block(ForwardPass pass, int index, Tensor x)
    {
        using var scope = NewDisposeScope();
        var layer = _blueprint.Layers[index];
        var attended = x.Plus(Added(pass.Weights, layer.AttentionPostNorm, Attend(pass, layer, index, Normed(pass.Weights, layer.AttentionNorm, x))));
        var read = _configuration.ParallelResidual ? x : attended;
        return attended.Plus(Added(pass.Weights, layer.MlpPostNorm, Mlp(pass.Weights, layer, Normed(pass.Weights, layer.MlpNorm, read)))).MoveToOuterDisposeScope();
    }

    private Tensor Attend(ForwardPass pass, LayerBlueprint layer, int index, Tensor x)
    {
        var (query, key, value) = QueryKeyValue(pass.Weights, layer, x); // (batch, heads, time, head) each
        if (_rotary is not null) (query, key) = _rotary.Turn(query, key, pass.Start, pass.Positions);
        if (pass.Cache is not null) (key, value) = pass.Cache.Append(index, key, value);
        var groups = _configuration.Heads / _configuration.KeyValueHeads;
        if (groups > 1) (key, value) = (key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1));
        var mixed = _attention.Mix(query, key, value, layer.Window, pass.Biases?[layer.Window]);
        return pass.Weights.Project(layer.Output, mixed.transpose(1, 2).reshape(x.shape[0], x.shape[1], -1));
    }

    private (Tensor Query, Tensor Key, Tensor Value) QueryKeyValue(IWeights weights, LayerBlueprint layer, Tensor x)
    {
        int size = _configuration.HeadSize, query = _configuration.Heads * size, key = _configuration.KeyValueHeads * size;
        var parts = _configuration.InterleavedHeads
            ? weights.Project(layer.QueryKeyValue[0], x).reshape(x.shape[0], x.shape[1], _configuration.Heads, 3, size).unbind(3)
            : Parts(weights, layer.QueryKeyValue, x, query, key, key);
        return (Heads(parts[0], layer.QueryNorm), Heads(parts[1], layer.KeyNorm), Heads(parts[2], norm: null));

        Tensor Heads(Tensor part, string? norm)
        {
            var heads = part.reshape(x.shape[0], x.shape[1], -1, size);
            return (norm is null ? heads : Normed(weights, norm, heads.to(ScalarType.Float32))).transpose(1, 2);
        }
    }

    private Tensor Mlp(IWeights weights, LayerBlueprint layer, Tensor x)
    {
        if (!_configuration.Gated) return weights.Project(layer.Down, _configuration.Activation.Apply(weights.Project(layer.Inner[0], x)));
        var parts = Parts(weights, layer.Inner, x, _configuration.IntermediateSize, _configuration.IntermediateSize);
        return weights.Project(layer.Down, _configuration.Activation.Apply(parts[0]) * parts[1]);
    }

    /// <summary>Each projection of x, or the parts of one that gives all of them side by side.</summary>
    private static Tensor[] Parts(IWeights weights, IReadOnlyList<Projection> projections, Tensor x, params long[] widths) =>
        projections is [var fused] ? weights.Project(fused, x).split(widths, 2) : [.. projections.Select(projection => weights.Project(projection, x))];

    /// <summary>The norm of x, in the compute type.</summary>
    private Tensor Normed(IWeights weights, string module, Tensor x) => Norm(weights, module, x).to(weights.Compute);

    /// <summary>What a block adds to the residual stream: y, or its norm where there is one.</summary>
    private Tensor Added(IWeights weights, string? module, Tensor y) => module is null ? y : Norm(weights, module, y.to(ScalarType.Float32));

    private Tensor Norm(IWeights weights, string module, Tensor x)
    {
        var weight = weights.Vector(module + ".weight");
        if (_configuration.Norm == NormKind.Layer)
            return F.layer_norm(x, [x.shape[^1]], weight, weights.Vector(module + ".bias"), _configuration.NormEpsilon);
        using var scope = NewDisposeScope();
        var scale = (x * x).mean([-1], keepdim: true).PlusInPlace(_configuration.NormEpsilon).rsqrt_();
        return (x * scale * (_configuration.Norm == NormKind.OffsetRootMeanSquare ? weight.Plus(1.0) : weight)).MoveToOuterDisposeScope();
    }

    /// <summary>What queries see in a padded batch, made once for each window.</summary>
    private Dictionary<int, Tensor>? Biases(IWeights weights, BatchPadding? padding) => padding is null ? null : _blueprint.Layers
        .Select(layer => layer.Window).Distinct().ToDictionary(window => window, window => padding.AttentionBias(window, weights.Compute));
}
