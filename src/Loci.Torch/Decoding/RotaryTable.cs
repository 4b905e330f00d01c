using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>cos and sin of every position and pair, computed once in float64 and kept in the compute type.</summary>
internal sealed class RotaryTable : IDisposable
{
    private readonly Tensor _cos; // (context, head)
    private readonly Tensor _sin;

    public RotaryTable(RotaryConfiguration rotary, int headSize, int context, ScalarType compute, Device device)
    {
        var frequencies = rotary.Frequencies(headSize);
        var cos = new float[context * headSize];
        var sin = new float[context * headSize];
        for (var position = 0; position < context; position++)
        {
            for (var i = 0; i < headSize; i++)
            {
                // Hugging Face keeps the angle in float32; the same rounding keeps logits equal at long positions.
                var angle = (float)position * (float)frequencies[i % frequencies.Length];
                cos[position * headSize + i] = MathF.Cos(angle);
                sin[position * headSize + i] = MathF.Sin(angle);
            }
        }
        using var scope = NewDisposeScope();
        _cos = tensor(cos, [context, headSize]).to(compute).to(device).DetachFromDisposeScope();
        _sin = tensor(sin, [context, headSize]).to(compute).to(device).DetachFromDisposeScope();
    }

    /// <summary>Turns (batch, heads, time, head) by its positions: <paramref name="start"/>, start + 1, … or <paramref name="positions"/> (batch, time).</summary>
    public Tensor Apply(Tensor x, int start, Tensor? positions)
    {
        using var scope = NewDisposeScope();
        var half = x.shape[3] / 2;
        var cos = Rows(_cos, x, start, positions);
        var sin = Rows(_sin, x, start, positions);
        var turned = cat([x.narrow(3, half, half).neg(), x.narrow(3, 0, half)], 3);
        return (x * cos).add_(turned * sin).MoveToOuterDisposeScope();
    }

    private static Tensor Rows(Tensor table, Tensor x, int start, Tensor? positions) => positions is null
        ? table.narrow(0, start, x.shape[2])                                                       // (time, head)
        : table.index_select(0, positions.reshape(-1)).reshape(x.shape[0], 1, x.shape[2], x.shape[3]); // (batch, 1, time, head)

    public void Dispose()
    {
        _cos.Dispose();
        _sin.Dispose();
    }
}
