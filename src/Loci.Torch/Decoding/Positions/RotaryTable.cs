using static TorchSharp.torch;

namespace Loci.Torch.Decoding.Positions;

/// <summary>
/// cos and sin of positions and pairs in the compute type, kept for as many positions as texts have needed: a context of a million
/// positions costs nothing until it is used. Safe to share between threads.
/// </summary>
internal sealed class RotaryTable : IDisposable
{
    private const int FirstLength = 4096;

    private readonly float[] _frequencies;
    private readonly double _amplitude;
    private readonly int _context;
    private readonly ScalarType _compute;
    private readonly Device _device;
    private readonly Lock _lock = new();
    private readonly List<Turns> _made = []; // shorter ones may still be in use by other threads
    private volatile Turns _turns;

    /// <summary>Makes the table.</summary>
    /// <param name="frequencies">Radians per position of each pair.</param>
    /// <param name="amplitude">Factor on cos and sin.</param>
    /// <param name="context">The most positions a text may have.</param>
    /// <param name="compute">Type of the table.</param>
    /// <param name="device">Where it is.</param>
    public RotaryTable(IEnumerable<double> frequencies, double amplitude, int context, ScalarType compute, Device device)
    {
        _frequencies = [.. frequencies.Select(frequency => (float)frequency)];
        _amplitude = amplitude;
        _context = context;
        _compute = compute;
        _device = device;
        _turns = Make(Math.Min(context, FirstLength));
    }

    /// <summary>Turns the first 2 · pairs dimensions of (batch, heads, time, head) by their positions.</summary>
    /// <param name="x">Queries or keys.</param>
    /// <param name="length">Positions of the text: one more than the last.</param>
    /// <param name="positions">Position of each (batch, time), or null where they are the last ones of the text.</param>
    public Tensor Apply(Tensor x, long length, Tensor? positions)
    {
        using var scope = NewDisposeScope();
        var turns = Reaching(length);
        long half = _frequencies.Length, width = 2 * half;
        var cos = Rows(turns.Cos, x, length, positions);
        var sin = Rows(turns.Sin, x, length, positions);
        var first = width == x.shape[3] ? x : x.narrow(3, 0, width);
        var turned = cat([first.narrow(3, half, half).neg(), first.narrow(3, 0, half)], 3);
        var result = (first * cos).PlusInPlace(turned * sin);
        if (width < x.shape[3]) result = cat([result, x.narrow(3, width, x.shape[3] - width)], 3);
        return result.MoveToOuterDisposeScope();
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

        // Hugging Face keeps the angle in float32; the same rounding keeps logits equal at long positions.
        var angles = Scalars.Range(0, length, CPU).to(ScalarType.Float32).unsqueeze(1) * tensor(_frequencies);
        angles = cat([angles, angles], 1); // (length, 2 · pairs)
        var turns = new Turns(length, Kept(angles.cos()), Kept(angles.sin()));
        _made.Add(turns);
        return turns;

        Tensor Kept(Tensor table) => table.TimesInPlace(_amplitude).to(_compute).to(_device).DetachFromDisposeScope();
    }

    private static Tensor Rows(Tensor table, Tensor x, long length, Tensor? positions) => positions is null
        ? table.narrow(0, length - x.shape[2], x.shape[2])                                    // (time, width)
        : table.index_select(0, positions.reshape(-1)).reshape(x.shape[0], 1, x.shape[2], -1); // (batch, 1, time, width)

    private sealed record Turns(int Length, Tensor Cos, Tensor Sin);
}
