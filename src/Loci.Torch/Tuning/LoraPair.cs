using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>A low-rank update of one linear map: ΔW = s · B A, in float32.</summary>
/// <param name="A">(rank, inputs).</param>
/// <param name="B">(outputs, rank).</param>
/// <param name="Scale">s: α / rank, or α / √rank where the adapter is rank-stabilised.</param>
internal sealed record LoraPair(Tensor A, Tensor B, double Scale)
{
    /// <summary>r.</summary>
    public long Rank => A.shape[0];
}
