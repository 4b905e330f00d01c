using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>Attention in which a query sees itself and what came before it, all of it or the newest part. Safe to share between threads.</summary>
internal sealed class CausalAttention : IDisposable
{
    /// <summary>Longest text whose bias is kept. It grows with the square: kept for a context of 128k it would take 64 GiB.</summary>
    private const int LongestKept = 2048;

    /// <summary>Scores of this many queries exist at a time: few enough for the cache, many enough for the products.</summary>
    public const int QueriesAtATime = 256;

    private readonly Attention _attention;
    private readonly int _queriesAtATime;
    private readonly int _kept;
    private readonly Dictionary<int, Tensor> _biases = []; // by window, at most the length kept: (kept, kept), 0 where a query sees, −∞ elsewhere

    /// <summary>Prepares attention.</summary>
    /// <param name="attention">How scores are made.</param>
    /// <param name="windows">Every window that will be asked for.</param>
    /// <param name="context">The longest text.</param>
    /// <param name="compute">Type of the biases.</param>
    /// <param name="device">Where they are.</param>
    /// <param name="queriesAtATime">How many queries are taken together at most.</param>
    public CausalAttention(Attention attention, IEnumerable<int> windows, int context, ScalarType compute, Device device, int queriesAtATime = QueriesAtATime)
    {
        _attention = attention;
        _queriesAtATime = queriesAtATime;
        _kept = Math.Min(context, LongestKept);
        foreach (var window in windows.Select(window => Math.Min(window, _kept)).Distinct())
        {
            using var scope = NewDisposeScope();
            _biases.Add(window, Bias(_kept, _kept, window, compute, device).DetachFromDisposeScope());
        }
    }

    /// <summary>Pairs of a query and a key whose scores are made for a text of this length.</summary>
    public static long Pairs(long time)
    {
        long whole = time / QueriesAtATime, rest = time % QueriesAtATime;
        return QueriesAtATime * QueriesAtATime * whole * (whole + 1) / 2 + rest * time;
    }

    /// <summary>Mixes values by attention.</summary>
    /// <param name="query">(batch, heads, time, head): the last positions of the keys.</param>
    /// <param name="key">(batch, heads, seen, head), seen at least time.</param>
    /// <param name="value">Like the keys.</param>
    /// <param name="window">The most keys a query sees, its own included.</param>
    /// <param name="bias">(batch, 1, time, seen) that says instead what a query sees, or null.</param>
    /// <returns>(batch, heads, time, head).</returns>
    public Tensor Mix(Tensor query, Tensor key, Tensor value, int window, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        long time = query.shape[2], seen = key.shape[2];
        if (time > _queriesAtATime) return Blocks(query, key, value, window, bias).MoveToOuterDisposeScope();
        if (bias is not null) return _attention.Mix(query, key, value, bias).MoveToOuterDisposeScope();
        var reach = Math.Min(seen, window + time - 1); // what the first query sees, and what follows
        if (reach < seen) (key, value) = (key.narrow(2, seen - reach, reach), value.narrow(2, seen - reach, reach));
        return _attention.Mix(query, key, value, time > 1 ? Causal(time, reach, window, query) : null).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var bias in _biases.Values) bias.Dispose();
    }

    /// <summary>Some queries at a time, each time with no more keys than they see: half of what a whole square of scores would cost.</summary>
    private Tensor Blocks(Tensor query, Tensor key, Tensor value, int window, Tensor? bias)
    {
        long time = query.shape[2], before = key.shape[2] - time;
        var mixed = new List<Tensor>();
        for (long first = 0; first < time; first += _queriesAtATime)
        {
            var count = Math.Min(_queriesAtATime, time - first);
            var seen = before + first + count;
            mixed.Add(Mix(query.narrow(2, first, count), key.narrow(2, 0, seen), value.narrow(2, 0, seen), window, bias?.narrow(2, first, count).narrow(3, 0, seen)));
        }
        return cat(mixed, 2);
    }

    /// <summary>The bias of the last <paramref name="time"/> of <paramref name="seen"/> positions, (time, seen).</summary>
    private Tensor Causal(long time, long seen, int window, Tensor like) => seen <= _kept
        ? _biases[Math.Min(window, _kept)].narrow(0, seen - time, time).narrow(1, 0, seen)
        : Bias(time, seen, window, like.dtype, like.device);

    private static Tensor Bias(long time, long seen, int window, ScalarType compute, Device device)
    {
        using var scope = NewDisposeScope();
        var visible = Visible(time, seen, window, device);
        return zeros([time, seen], compute, device).Masked(visible.logical_not(), double.NegativeInfinity).MoveToOuterDisposeScope();
    }

    /// <summary>Which of <paramref name="seen"/> keys each of the last <paramref name="time"/> positions sees: (time, seen), Boolean.</summary>
    public static Tensor Visible(long time, long seen, int window, Device device)
    {
        using var scope = NewDisposeScope();
        var own = seen - time; // the key of the first query
        return ones([time, seen], ScalarType.Bool, device).tril(own).triu(own - window + 1).MoveToOuterDisposeScope();
    }
}
