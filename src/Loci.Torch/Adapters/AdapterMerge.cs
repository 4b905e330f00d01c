using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Adapters;

/// <summary>Writes adapters into weights: W + s · B A, in float32. The weights given are only read, so that what was merged need never be subtracted again.</summary>
internal static class AdapterMerge
{
    /// <summary>
    /// A model with the adapters in its weights. Matrices that change are new, all others are shared. An output layer that changes is parted from
    /// the token embedding it was tied to.
    /// </summary>
    public static (DecoderBlueprint Blueprint, ParameterStore Parameters) Apply(DecoderBlueprint blueprint, ParameterStore parameters, IReadOnlyList<AdapterTensors> adapters)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var changed = adapters.SelectMany(adapter => adapter.Modules).ToHashSet(StringComparer.Ordinal);
        var merged = blueprint.Configuration.TiedEmbeddings && changed.Contains(blueprint.Head.Module) ? Untied(blueprint) : blueprint;
        var masters = parameters.Masters.ToDictionary(master => master.Key, master => master.Value.detach().DetachFromDisposeScope(), StringComparer.Ordinal);
        var projections = blueprint.Layers.SelectMany(layer => layer.Projections).Select(projection => (From: projection, To: projection)).Append((From: blueprint.Head, To: merged.Head));
        foreach (var (from, to) in projections.Where(projection => changed.Contains(projection.To.Module)))
        {
            if (masters.Remove(to.Weight, out var shared)) shared.Dispose();
            masters.Add(to.Weight, Weight(from, parameters, adapters));
        }
        return (merged, new ParameterStore(masters, parameters.Compute));
    }

    /// <summary>The weight of one linear map under adapters, outside any dispose scope and nobody else's.</summary>
    public static Tensor Weight(Projection projection, ParameterStore parameters, IReadOnlyList<AdapterTensors> adapters)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var weight = parameters.Master(projection.Weight).detach();
        foreach (var adapter in adapters)
        {
            if (adapter.Lora.Pairs.TryGetValue(projection.Module, out var pair))
            {
                var update = pair.B.matmul(pair.A).Times(pair.Scale); // (outputs, inputs)
                weight = weight.Plus(projection.InputMajor ? update.t() : update);
            }
            if (adapter.Head?.Module == projection.Module) weight = adapter.HeadWeight!.detach();
        }
        return weight.clone().contiguous().DetachFromDisposeScope();
    }

    private static DecoderBlueprint Untied(DecoderBlueprint blueprint) => blueprint with
    {
        Configuration = blueprint.Configuration with { TiedEmbeddings = false },
        Head = blueprint.Head with { Weight = blueprint.Head.Module + ".weight" },
    };
}
