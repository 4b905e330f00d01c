using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>
/// cos and sin of positions and pairs in the compute type, kept for as many positions as texts have needed: a context of a million
/// positions costs nothing until it is used. Safe to share between threads.
/// </summary>
internal sealed class RotaryTable : IDisposable
{
    private const int FirstLength = 4096;

    private readonly RotaryConfiguration _rotary;
    private readonly int _headSize;
    private readonly int _context;
    private readonly ScalarType _compute;
    private readonly Device _device;
    private readonly Lock _lock = new();
    private readonly List<Turns> _made = []; // shorter ones may still be in use by other threads
    private volatile Turns _turns;

    public RotaryTable(RotaryConfiguration rotary, int headSize, int context, ScalarType compute, Device device)
    {
        _rotary = rotary;
        _headSize = headSize;
        _context = context;
        _compute = compute;
        _device = device;
        _turns = Make(Math.Min(context, FirstLength));
    }

    /// <summary>Turns (batch, heads, time, head) by its positions: <paramref name="start"/>, start + 1, … or <paramref name="positions"/> (batch, time).</summary>
    public Tensor Apply(Tensor x, int start, Tensor? positions)
    {
        using var scope = NewDisposeScope();
        var turns = Reaching(start + x.shape[2]);
        var half = x.shape[3] / 2;
        var cos = Rows(turns.Cos, x, start, positions);
        var sin = Rows(turns.Sin, x, start, positions);
        var turned = cat([x.narrow(3, half, half).neg(), x.narrow(3, 0, half)], 3);
        return (x * cos).add_(turned * sin).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var turns in _made)
        {
            turns.Cos.Dispose();
            turns.Sin.Dispose();
        }
    }

    private Turns Reaching(long length)
    {
        if (_turns.Length >= length) return _turns;
        lock (_lock)
        {
            if (_turns.Length < length) _turns = Make((int)Math.Min(_context, Math.Max(length, 2L * _turns.Length)));
            return _turns;
        }
    }

    private Turns Make(int length)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var frequencies = _rotary.Frequencies(_headSize).Select(frequency => (float)frequency).ToArray();

        // Hugging Face keeps the angle in float32; the same rounding keeps logits equal at long positions.
        var angles = arange(length, ScalarType.Float32).unsqueeze(1) * tensor(frequencies);
        angles = cat([angles, angles], 1); // (length, head)
        var turns = new Turns(length, Kept(angles.cos()), Kept(angles.sin()));
        _made.Add(turns);
        return turns;

        Tensor Kept(Tensor table) => table.to(_compute).to(_device).DetachFromDisposeScope();
    }

    private static Tensor Rows(Tensor table, Tensor x, int start, Tensor? positions) => positions is null
        ? table.narrow(0, start, x.shape[2])                                                       // (time, head)
        : table.index_select(0, positions.reshape(-1)).reshape(x.shape[0], 1, x.shape[2], x.shape[3]); // (batch, 1, time, head)

    private sealed record Turns(int Length, Tensor Cos, Tensor Sin);
}
