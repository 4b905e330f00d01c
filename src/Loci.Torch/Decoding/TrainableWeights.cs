using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>
/// All parameters in training: gradients reach the float32 masters through a cast to the compute type. Without gradient mode the cached
/// copies are used, so that scoring and generating between steps cost what they cost on a frozen model.
/// </summary>
internal sealed class TrainableWeights : IWeights
{
    private readonly ParameterStore _store;
    private readonly FrozenWeights _frozen;

    public TrainableWeights(ParameterStore store)
    {
        _store = store;
        _frozen = new FrozenWeights(store);
        foreach (var master in store.Masters.Values) master.requires_grad_(true);
    }

    public ScalarType Compute => _store.Compute;

    public bool Learns(Projection projection) => true;

    public Tensor Embed(string table, Tensor ids) => Linear.Rows(_store.Master(table), ids);

    public Tensor Vector(string name) => _store.Master(name);

    public Tensor Project(Projection projection, Tensor input)
    {
        if (!is_grad_enabled()) return _frozen.Project(projection, input);
        using var scope = NewDisposeScope();
        var weight = _store.Master(projection.Weight).to(Compute);
        var bias = projection.Bias is { } name ? _store.Master(name).to(Compute) : null;
        return Linear.Apply(projection, input, weight, bias).MoveToOuterDisposeScope();
    }
}
