using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PlainStep;

/// <summary>A GPT-2 of random weights in float32, written as one writes it first: every map a product, attention over the whole square, all logits at once, gradients by the library.</summary>
/// <param name="isLora">Whether adapters learn beside frozen weights, or all weights.</param>
internal sealed class PlainModel(bool isLora)
{
    public const int Context = 1024;
    private const int Vocabulary = 50257, Width = 768, Layers = 12, Heads = 12, Rank = 16;

    private readonly Dictionary<string, TorchSharp.Modules.Parameter> _parameters = new(StringComparer.Ordinal);

    /// <summary>What learns.</summary>
    public IEnumerable<TorchSharp.Modules.Parameter> Learning => _parameters.Values.Where(tensor => tensor.requires_grad);

    /// <summary>Mean loss of ids[:, 1:].</summary>
    public Tensor Loss(Tensor ids)
    {
        var time = ids.shape[1] - 1;
        var x = Matrix("wte", Vocabulary, Width).index_select(0, ids.narrow(1, 0, time).reshape(-1)).unsqueeze(0) + Matrix("wpe", Context, Width).narrow(0, 0, time);
        for (var layer = 0; layer < Layers; layer++)
        {
            x = x + Attention($"h{layer}.", Norm($"h{layer}.ln1", x), time);
            x = x + Map($"h{layer}.proj", F.gelu(Map($"h{layer}.fc", Norm($"h{layer}.ln2", x), Width, 4 * Width)), 4 * Width, Width);
        }
        var logits = F.linear(Norm("ln", x), Matrix("wte", Vocabulary, Width));
        return F.cross_entropy(logits.reshape(-1, Vocabulary), ids.narrow(1, 1, time).reshape(-1));
    }

    private Tensor Attention(string name, Tensor x, long time)
    {
        var parts = Map(name + "qkv", x, Width, 3 * Width).split(Width, 2).Select(part => part.reshape(1, time, Heads, -1).transpose(1, 2)).ToArray();
        var mask = full([time, time], float.NegativeInfinity).triu(1);
        var scores = parts[0].matmul(parts[1].transpose(2, 3)) / Math.Sqrt(Width / Heads) + mask;
        return Map(name + "out", scores.softmax(-1).matmul(parts[2]).transpose(1, 2).reshape(1, time, Width), Width, Width);
    }

    private Tensor Map(string name, Tensor x, long inputs, long outputs)
    {
        var plain = F.linear(x, Matrix(name, outputs, inputs), Vector(name + ".bias", outputs, 0));
        return isLora ? plain + F.linear(F.linear(x, Parameter(name + ".a", () => randn(Rank, inputs) * 0.02, learns: true)), Parameter(name + ".b", () => zeros(outputs, Rank), learns: true)) : plain;
    }

    private Tensor Norm(string name, Tensor x) => F.layer_norm(x, [Width], Vector(name + ".weight", Width, 1), Vector(name + ".bias", Width, 0));

    private Tensor Matrix(string name, long rows, long columns) => Parameter(name, () => randn(rows, columns) * 0.02, learns: !isLora);

    private Tensor Vector(string name, long size, double value) => Parameter(name, () => full(size, value), learns: !isLora);

    private Tensor Parameter(string name, Func<Tensor> make, bool learns)
    {
        if (_parameters.TryGetValue(name, out var known)) return known;
        var made = new TorchSharp.Modules.Parameter(make().detach(), learns);
        made.DetachFromDisposeScope();
        return _parameters[name] = made;
    }
}
