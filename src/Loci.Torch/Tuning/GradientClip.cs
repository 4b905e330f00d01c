using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>Clips gradients by their global norm.</summary>
internal static class GradientClip
{
    /// <summary>The joint L2 norm of all gradients; not finite if any gradient is not.</summary>
    public static double Norm(IEnumerable<Tensor> parameters)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return Math.Sqrt(parameters.Select(parameter => parameter.grad).OfType<Tensor>().Sum(gradient => Math.Pow(gradient.norm().item<float>(), 2)));
    }

    /// <summary>What gradients of the joint norm <paramref name="norm"/> are multiplied with so that it is at most <paramref name="most"/>.</summary>
    public static double Factor(double norm, double most) => norm <= most ? 1 : most / (norm + 1e-6);
}
