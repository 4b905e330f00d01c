namespace Loci.Torch.Training;

/// <summary>
/// One long stream of tokens cut into training windows. Each epoch starts at another offset and takes the windows in another order,
/// both decided by the seed and the epoch alone, so that a resumed run sees exactly what an unbroken one would.
/// Not thread-safe.
/// </summary>
internal sealed class TokenWindows
{
    private readonly int[] _tokens;
    private readonly int _length;
    private readonly int _seed;
    private int _epoch = -1;
    private int _offset;
    private int[] _order = [];

    /// <param name="tokens">The stream.</param>
    /// <param name="length">Tokens of a window; inputs and targets overlap in all but one.</param>
    /// <param name="seed">Decides offsets and orders.</param>
    public TokenWindows(int[] tokens, int length, int seed)
    {
        var least = 2L * length + 1;
        if (tokens.Length < least)
            throw new InvalidInputException($"expected at least {least} tokens of training text (two windows of {length} and the token after them), found {tokens.Length}. Give more text or a shorter window.");
        _tokens = tokens;
        _length = length;
        _seed = seed;
        PerEpoch = (tokens.Length - 1) / length - 1;
    }

    /// <summary>Windows in one epoch.</summary>
    public int PerEpoch { get; }

    /// <summary>Writes window <paramref name="index"/> of the run into <paramref name="destination"/>, length + 1 tokens.</summary>
    public void Copy(long index, Span<long> destination)
    {
        Enter((int)(index / PerEpoch));
        var start = _offset + _order[index % PerEpoch] * _length;
        for (var i = 0; i <= _length; i++) destination[i] = _tokens[start + i];
    }

    private void Enter(int epoch)
    {
        if (epoch == _epoch) return;
        _epoch = epoch;
        var random = new Random(HashCode(_seed, epoch));
        _offset = random.Next(_length);
        _order = [.. Enumerable.Range(0, PerEpoch)];
        random.Shuffle(_order);
    }

    /// <summary>A mixing of two numbers that is the same in every process, which System.HashCode is not.</summary>
    private static int HashCode(int seed, int epoch) => unchecked((int)((uint)seed * 2654435761u ^ (uint)epoch * 40503u + 1));
}
