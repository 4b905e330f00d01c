using static TorchSharp.torch;

namespace Loci.Torch.Decoding.Positions;

/// <summary>Rotary positions of a decoder: one table of turns, or two where frequencies depend on the text's length. Safe to share between threads.</summary>
internal sealed class Rotary : IDisposable
{
    private readonly RotaryTable _table;
    private readonly RotaryTable? _beyond;
    private readonly int _switch;

    public Rotary(RotaryConfiguration configuration, int context, ScalarType compute, Device device)
    {
        _switch = configuration.Scaling?.SwitchLength ?? context;
        _table = Table(beyond: false, Math.Min(context, _switch));
        _beyond = _switch < context ? Table(beyond: true, context) : null;

        RotaryTable Table(bool beyond, int length) =>
            new(configuration.Frequencies(beyond), configuration.Scaling?.Amplitude ?? 1, length, compute, device);
    }

    /// <summary>Turns queries and keys, (batch, heads, time, head) each, by their positions.</summary>
    /// <param name="query">Queries.</param>
    /// <param name="key">Keys of the same tokens.</param>
    /// <param name="start">Position of the first, where <paramref name="positions"/> is null.</param>
    /// <param name="positions">Positions (batch, time) of a padded batch; the longest text decides the frequencies of all.</param>
    public (Tensor Query, Tensor Key) Turn(Tensor query, Tensor key, int start, Tensor? positions)
    {
        var length = positions is null ? start + query.shape[2] : Last(positions) + 1;
        var table = _beyond is not null && length > _switch ? _beyond : _table;
        return (table.Apply(query, length, positions), table.Apply(key, length, positions));
    }

    public void Dispose()
    {
        _table.Dispose();
        _beyond?.Dispose();
    }

    private static long Last(Tensor positions)
    {
        using var scope = NewDisposeScope();
        return positions.max().item<long>();
    }
}
