using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Training;

/// <summary>First weights of a new model.</summary>
internal static class FreshWeights
{
    /// <summary>
    /// Normal weights of the configured deviation; projections back into the residual stream are smaller by √(2·layers) (GPT-2's rule);
    /// norms multiply by one, biases are zero. The same on every device.
    /// </summary>
    public static ParameterStore Create(DecoderBlueprint blueprint, ScalarType compute, int seed, Device? device = null)
    {
        using var quiet = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        var configuration = blueprint.Configuration;
        var inner = blueprint.Layers.SelectMany(layer => new[] { layer.Output.Weight, layer.Down.Weight }).ToHashSet(StringComparer.Ordinal);
        var masters = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, shape) in blueprint.Parameters())
        {
            using var scope = NewDisposeScope();
            var deviation = configuration.InitializerRange / (inner.Contains(name) ? Math.Sqrt(2 * configuration.Layers) : 1);
            var fresh = shape.Length > 1 ? randn(shape, ScalarType.Float32, generator: generator).TimesInPlace(deviation)
                : name.EndsWith(".bias", StringComparison.Ordinal) || configuration.Norm == NormKind.OffsetRootMeanSquare ? zeros(shape) : ones(shape);
            masters.Add(name, fresh.to(device ?? CPU).DetachFromDisposeScope());
        }
        return new ParameterStore(masters, compute);
    }
}
