using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>Keys and values of the tokens seen so far, per layer, so that each new token costs one position.</summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly Tensor[] _keys;   // (batch, key heads, capacity, head) each
    private readonly Tensor[] _values;

    public KeyValueCache(DecoderConfiguration configuration, int capacity, ScalarType compute, Device device, int batch = 1)
    {
        Capacity = capacity;
        _keys = Buffers(configuration, batch, compute, device);
        _values = Buffers(configuration, batch, compute, device);
    }

    /// <summary>The most tokens it holds.</summary>
    public int Capacity { get; }

    /// <summary>Tokens held.</summary>
    public int Length { get; private set; }

    /// <summary>Adds the keys and values of new tokens to a layer and gives all of that layer's, views included.</summary>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        var added = keys.shape[2];
        _keys[layer].narrow(2, Length, added).copy_(keys);
        _values[layer].narrow(2, Length, added).copy_(values);
        return (_keys[layer].narrow(2, 0, Length + added), _values[layer].narrow(2, 0, Length + added));
    }

    /// <summary>Forgets all tokens; the buffers stay.</summary>
    public void Clear() => Length = 0;

    /// <summary>Counts tokens that every layer has appended.</summary>
    public void Advance(int tokens) => Length += tokens;

    /// <summary>Keeps these rows of the batch, in this order, and forgets the others.</summary>
    public void Keep(IReadOnlyList<int> rows)
    {
        using var scope = NewDisposeScope();
        var kept = tensor(rows.Select(row => (long)row).ToArray(), device: _keys[0].device);
        foreach (var buffers in (Tensor[][])[_keys, _values])
        {
            for (var layer = 0; layer < buffers.Length; layer++)
            {
                var whole = buffers[layer];
                buffers[layer] = whole.index_select(0, kept).DetachFromDisposeScope();
                whole.Dispose();
            }
        }
    }

    private Tensor[] Buffers(DecoderConfiguration configuration, int batch, ScalarType compute, Device device) =>
        [.. Enumerable.Range(0, configuration.Layers).Select(_ =>
            zeros([batch, configuration.KeyValueHeads, Capacity, configuration.HeadSize], compute, device).DetachFromDisposeScope())];

    public void Dispose()
    {
        foreach (var buffer in _keys.Concat(_values)) buffer.Dispose();
    }
}
