using System.Security.Cryptography;
using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>
/// The parameters of one model: float32 masters by name, and copies in the compute type that are made when first asked for and refreshed
/// after <see cref="Touch"/>. Reading is safe from many threads; changing the masters belongs to one owner.
/// </summary>
internal sealed class ParameterStore : IDisposable
{
    private readonly Dictionary<string, Tensor> _masters;
    private readonly Dictionary<string, (Tensor Copy, int Version)> _copies = [];
    private readonly Lock _lock = new();
    private int _version;

    /// <summary>Takes ownership of <paramref name="masters"/>, which are float32 and outside any dispose scope.</summary>
    public ParameterStore(Dictionary<string, Tensor> masters, ScalarType compute)
    {
        _masters = masters;
        Compute = compute;
    }

    public ScalarType Compute { get; }

    /// <summary>Where the parameters are.</summary>
    public Device Device => _masters.Values.First().device;

    public IReadOnlyDictionary<string, Tensor> Masters => _masters;

    public long Count => _masters.Values.Sum(master => master.NumberOfElements);

    public Tensor Master(string name) => _masters[name];

    /// <summary>A parameter's values in order of its rows.</summary>
    public float[] Values(string name) => Values(_masters[name]);

    /// <summary>The values of any float32 tensor in order of its rows.</summary>
    public static float[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>The parameter in the compute type, without gradient.</summary>
    public Tensor Copy(string name)
    {
        var master = _masters[name];
        if (Compute == ScalarType.Float32) return master;
        lock (_lock)
        {
            if (_copies.TryGetValue(name, out var held) && held.Version == _version) return held.Copy;
            using var quiet = no_grad();
            using var scope = NewDisposeScope();
            var copy = held.Copy is { } stale ? stale.copy_(master) : master.detach().to(Compute).DetachFromDisposeScope();
            _copies[name] = (copy, _version);
            return copy;
        }
    }

    /// <summary>Says that the masters have changed, so that copies are made anew.</summary>
    public void Touch()
    {
        lock (_lock) _version++;
    }

    /// <summary>A store of its own with equal masters.</summary>
    public ParameterStore Clone()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return new(_masters.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal), Compute);
    }

    /// <summary>SHA-256 over names, shapes and bits of the masters: equal exactly if the model is bit for bit the same.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, master) in _masters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{name}[{string.Join(',', master.shape)}]"));
            using var scope = NewDisposeScope();
            hash.AppendData(master.detach().cpu().contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose()
    {
        foreach (var master in _masters.Values) master.Dispose();
        foreach (var (copy, _) in _copies.Values) copy.Dispose();
        _copies.Clear();
    }
}
