using System.Diagnostics.CodeAnalysis;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>Low-rank updates of linear maps (Hu et al., arXiv 2106.09685): ΔW = (α/r)·B A with A (r, in) and B (out, r), in float32.</summary>
internal sealed class LoraAdapter : IDisposable
{
    private readonly Dictionary<string, (Tensor A, Tensor B)> _pairs = [];

    /// <summary>A fresh adapter: A uniform as PEFT draws it (Kaiming, a = √5: ±1/√in), B zero.</summary>
    public LoraAdapter(IEnumerable<Projection> targets, int rank, double alpha, long seed, Device device)
    {
        Rank = rank;
        Scale = alpha / rank;
        using var quiet = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (var target in targets)
        {
            using var scope = NewDisposeScope();
            var bound = 1 / Math.Sqrt(target.Inputs);
            var a = rand([rank, target.Inputs], ScalarType.Float32, generator: generator).mul_(2 * bound).add_(-bound).to(device);
            var b = zeros([target.Outputs, rank], ScalarType.Float32, device);
            _pairs.Add(target.Module, (Own(a), Own(b)));
        }
    }

    public int Rank { get; }

    /// <summary>α / r.</summary>
    public double Scale { get; }

    /// <summary>Modules with their A and B.</summary>
    public IReadOnlyDictionary<string, (Tensor A, Tensor B)> Pairs => _pairs;

    public IEnumerable<Tensor> Parameters => _pairs.Values.SelectMany(pair => new[] { pair.A, pair.B });

    public bool TryGet(string module, [NotNullWhen(true)] out Tensor? a, [NotNullWhen(true)] out Tensor? b)
    {
        var found = _pairs.TryGetValue(module, out var pair);
        (a, b) = pair;
        return found;
    }

    /// <summary>The linear maps of a decoder that <paramref name="targets"/> names.</summary>
    public static IEnumerable<Projection> Select(DecoderBlueprint blueprint, LoraTargets targets) => targets switch
    {
        LoraTargets.All => blueprint.Layers.SelectMany(layer => layer.Projections),
        LoraTargets.Attention => blueprint.Layers.SelectMany(layer => layer.AttentionProjections),
        LoraTargets.MlpDown => blueprint.Layers.Select(layer => layer.Down),
        _ => throw new ArgumentOutOfRangeException(nameof(targets), targets, "Unknown LoRA targets."),
    };

    public void Dispose()
    {
        foreach (var (a, b) in _pairs.Values)
        {
            a.Dispose();
            b.Dispose();
        }
    }

    private static Tensor Own(Tensor parameter) => parameter.requires_grad_(true).DetachFromDisposeScope();
}
