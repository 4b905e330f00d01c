using static TorchSharp.torch;

namespace Loci.Torch.Decoding;

/// <summary>Where a forward pass gets its parameters from: the frozen base, the base with adapters beside it, or weights being trained.</summary>
internal interface IWeights
{
    /// <summary>Type of the matrix products; norms, softmax, residual stream and loss are float32 whatever this is.</summary>
    ScalarType Compute { get; }

    /// <summary>Whether a linear map's own weight takes a gradient.</summary>
    bool Learns(Projection projection);

    /// <summary>Rows of an embedding table, in float32.</summary>
    Tensor Embed(string table, Tensor ids);

    /// <summary>A vector parameter (norm weight or bias), in float32.</summary>
    Tensor Vector(string name);

    /// <summary>Applies a linear map; input and output are of type <see cref="Compute"/>.</summary>
    Tensor Project(Projection projection, Tensor input);
}
