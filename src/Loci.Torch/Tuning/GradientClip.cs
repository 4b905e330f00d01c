using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>Clips gradients by their global norm.</summary>
internal static class GradientClip
{
    /// <summary>Scales all gradients down so that their joint L2 norm is at most <paramref name="most"/>.</summary>
    /// <returns>The norm before; not finite if any gradient is not, and then nothing is scaled.</returns>
    public static double Apply(IEnumerable<Tensor> parameters, double most = double.PositiveInfinity)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var gradients = parameters.Select(parameter => parameter.grad).OfType<Tensor>().ToArray();
        var norm = Math.Sqrt(gradients.Sum(gradient => Math.Pow(gradient.norm().item<float>(), 2)));
        if (!double.IsFinite(norm) || norm <= most) return norm;
        foreach (var gradient in gradients) gradient.mul_(most / (norm + 1e-6));
        return norm;
    }
}
