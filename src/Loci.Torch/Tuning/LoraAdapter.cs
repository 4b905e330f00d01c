using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>Low-rank updates of linear maps by the names of their modules (Hu et al., arXiv 2106.09685). Owns its tensors, which are outside any dispose scope.</summary>
internal sealed class LoraAdapter : IDisposable
{
    private readonly Dictionary<string, LoraPair> _pairs = new(StringComparer.Ordinal);

    /// <summary>A fresh adapter in training: A uniform as PEFT draws it (Kaiming, a = √5: ±1/√in), B zero.</summary>
    public LoraAdapter(IEnumerable<Projection> targets, int rank, double alpha, long seed, Device device)
    {
        using var quiet = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (var target in targets)
        {
            using var scope = NewDisposeScope();
            var bound = 1 / Math.Sqrt(target.Inputs);
            var a = rand([rank, target.Inputs], ScalarType.Float32, generator: generator).TimesInPlace(2 * bound).PlusInPlace(-bound).to(device);
            var b = zeros([target.Outputs, rank], ScalarType.Float32, device);
            _pairs.Add(target.Module, new LoraPair(Own(a), Own(b), alpha / rank));
        }
    }

    /// <summary>Takes ownership of updates, which do not learn.</summary>
    public LoraAdapter(IEnumerable<KeyValuePair<string, LoraPair>> pairs)
    {
        foreach (var (module, pair) in pairs) _pairs.Add(module, pair);
    }

    /// <summary>Updates by module.</summary>
    public IReadOnlyDictionary<string, LoraPair> Pairs => _pairs;

    public IEnumerable<Tensor> Parameters => _pairs.Values.SelectMany(pair => new[] { pair.A, pair.B });

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
        foreach (var parameter in Parameters) parameter.Dispose();
    }

    private static Tensor Own(Tensor parameter) => parameter.requires_grad_(true).DetachFromDisposeScope();
}
