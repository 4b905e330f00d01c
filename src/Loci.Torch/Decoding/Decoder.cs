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
    private readonly RotaryTable? _rotary;
    private readonly CausalAttention _attention;

    public Decoder(DecoderBlueprint blueprint, ScalarType compute, Device device)
    {
        _blueprint = blueprint;
        _configuration = blueprint.Configuration;
        _rotary = _configuration.Rotary is { } rotary
            ? new RotaryTable(rotary, _configuration.HeadSize, _configuration.ContextLength, compute, device)
            : null;
        _attention = new CausalAttention(_configuration.ContextLength, compute, device);
    }

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
        var start = cache?.Length ?? 0;
        var mask = padding?.AttentionBias(weights.Compute);
        var x = weights.Embed(_blueprint.TokenEmbedding, ids); // (batch, time, hidden)
        if (_blueprint.PositionEmbedding is { } table)
            x = x + weights.Embed(table, padding?.Positions ?? arange(start, start + ids.shape[1], ScalarType.Int64, ids.device));
        for (var layer = 0; layer < _blueprint.Layers.Count; layer++)
        {
            trace?.Invoke(x);
            x = Block(weights, layer, x, start, cache, padding, mask);
        }
        cache?.Advance((int)ids.shape[1]);
        x = Norm(weights, _blueprint.FinalNorm, x);
        trace?.Invoke(x);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Next-token logits of each hidden state, in float32.</summary>
    public Tensor Logits(IWeights weights, Tensor hidden)
    {
        using var scope = NewDisposeScope();
        return weights.Project(_blueprint.Head, hidden.to(weights.Compute)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private Tensor Block(IWeights weights, int index, Tensor x, int start, KeyValueCache? cache, BatchPadding? padding, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var layer = _blueprint.Layers[index];
        var attended = Attention(weights, layer, index, Norm(weights, layer.AttentionNorm, x).to(weights.Compute), start, cache, padding, mask);
        x = x + attended;
        return (x + Mlp(weights, layer, Norm(weights, layer.MlpNorm, x).to(weights.Compute))).MoveToOuterDisposeScope();
    }

    private Tensor Attention(
        IWeights weights, LayerBlueprint layer, int index, Tensor x, int start, KeyValueCache? cache, BatchPadding? padding, Tensor? mask)
    {
        var (query, key, value) = QueryKeyValue(weights, layer, x); // (batch, heads, time, head) each
        if (_rotary is not null)
        {
            query = _rotary.Apply(query, start, padding?.Positions);
            key = _rotary.Apply(key, start, padding?.Positions);
        }
        if (cache is not null) (key, value) = cache.Append(index, key, value);
        var groups = _configuration.Heads / _configuration.KeyValueHeads;
        if (groups > 1) (key, value) = (key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1));
        var mixed = _attention.Mix(query, key, value, mask);
        return weights.Project(layer.Output, mixed.transpose(1, 2).reshape(x.shape[0], x.shape[1], -1));
    }

    private (Tensor Query, Tensor Key, Tensor Value) QueryKeyValue(IWeights weights, LayerBlueprint layer, Tensor x)
    {
        Tensor[] parts;
        if (layer.QueryKeyValue is [var fused])
        {
            var width = _configuration.KeyValueHeads * _configuration.HeadSize;
            parts = weights.Project(fused, x).split([_configuration.Heads * _configuration.HeadSize, width, width], 2);
        }
        else
        {
            parts = [.. layer.QueryKeyValue.Select(projection => weights.Project(projection, x))];
        }
        return (Heads(parts[0]), Heads(parts[1]), Heads(parts[2]));

        Tensor Heads(Tensor part) => part.reshape(part.shape[0], part.shape[1], -1, _configuration.HeadSize).transpose(1, 2);
    }

    private Tensor Mlp(IWeights weights, LayerBlueprint layer, Tensor x)
    {
        if (layer.Gate is null) return weights.Project(layer.Down, Activate(weights.Project(layer.Up, x)));
        return weights.Project(layer.Down, Activate(weights.Project(layer.Gate, x)) * weights.Project(layer.Up, x));
    }

    private Tensor Activate(Tensor x) => _configuration.Activation switch
    {
        Activation.Silu => F.silu(x),
        Activation.Gelu => F.gelu(x),
        _ => F.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh),
    };

    private Tensor Norm(IWeights weights, string module, Tensor x)
    {
        var weight = weights.Vector(module + ".weight");
        if (_configuration.Norm == NormKind.Layer)
            return F.layer_norm(x, [_configuration.HiddenSize], weight, weights.Vector(module + ".bias"), _configuration.NormEpsilon);
        using var scope = NewDisposeScope();
        var scale = x.square().mean([-1], keepdim: true).add_(_configuration.NormEpsilon).rsqrt_();
        return (x * scale * weight).MoveToOuterDisposeScope();
    }
}
