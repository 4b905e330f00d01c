using System.Security.Cryptography;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Adapters;

/// <summary>What an adapter changes: low-rank updates of linear maps, or an output layer of its own, or both. Owns its tensors.</summary>
/// <param name="lora">Low-rank updates, perhaps none.</param>
/// <param name="head">The output layer by its module and the only parameter in <paramref name="headStore"/>, or null where it stays.</param>
/// <param name="headStore">Its weight.</param>
internal sealed class AdapterTensors(LoraAdapter lora, Projection? head = null, ParameterStore? headStore = null) : IDisposable
{
    public LoraAdapter Lora => lora;

    /// <summary>The output layer that takes the place of the base's, or null.</summary>
    public Projection? Head => head;

    /// <summary>Its weight, (vocabulary, hidden), or null.</summary>
    public Tensor? HeadWeight => head is null ? null : headStore!.Master(head.Weight);

    /// <summary>Modules it touches.</summary>
    public IEnumerable<string> Modules => head is null ? lora.Pairs.Keys : lora.Pairs.Keys.Append(head.Module);

    /// <summary>Every tensor as PEFT's files name it.</summary>
    public IEnumerable<(string Name, Tensor Value)> Parameters()
    {
        foreach (var (module, pair) in lora.Pairs)
        {
            yield return (PeftNames.A(module), pair.A);
            yield return (PeftNames.B(module), pair.B);
        }
        if (head is not null) yield return (PeftNames.Whole(head.Module), HeadWeight!);
    }

    /// <summary>The weights with this adapter beside them, frozen or learning.</summary>
    public IWeights Over(IWeights weights, bool learning = false)
    {
        var low = lora.Pairs.Count == 0 ? weights : new AdaptedWeights(weights, lora);
        if (head is null) return low;
        return new HeadWeights(low, head, learning ? new TrainableWeights(headStore!) : new FrozenWeights(headStore!));
    }

    /// <summary>Says that the tensors have changed.</summary>
    public void Touch() => headStore?.Touch();

    /// <summary>An adapter with tensors of its own that do not learn.</summary>
    /// <param name="share">Whether both look at the same values, which then must not change any more, or the new one at a copy of them.</param>
    /// <param name="compute">Type of the matrix products.</param>
    /// <param name="device">Where the new one is; null where this one is.</param>
    public AdapterTensors Copy(bool share, ScalarType compute, Device? device = null)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var pairs = lora.Pairs.ToDictionary(pair => pair.Key, pair => pair.Value with { A = Own(pair.Value.A), B = Own(pair.Value.B) }, StringComparer.Ordinal);
        return new AdapterTensors(new LoraAdapter(pairs), head, head is null ? null : Store(head, Own(HeadWeight!), compute));

        Tensor Own(Tensor tensor) => (share ? tensor.detach() : tensor.detach().clone()).to(device ?? tensor.device).DetachFromDisposeScope();
    }

    /// <summary>A store with the weight of an output layer and nothing else.</summary>
    public static ParameterStore Store(Projection head, Tensor weight, ScalarType compute) =>
        new(new Dictionary<string, Tensor>(StringComparer.Ordinal) { [head.Weight] = weight }, compute);

    /// <summary>SHA-256 over names, scales, shapes and bits.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (module, pair) in lora.Pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{module}*{pair.Scale:R};")));
        foreach (var (name, value) in Parameters().OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{name}[{string.Join(',', value.shape)}]"));
            hash.AppendData(value.detach().cpu().contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose()
    {
        lora.Dispose();
        headStore?.Dispose();
    }
}
