using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>The names configurations give to activations.</summary>
internal static class Activations
{
    public static Activation Parse(ConfigurationReader config, string name) => name switch
    {
        "silu" or "swish" => Activation.Silu,
        "gelu" => Activation.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => Activation.GeluTanh,
        _ => throw config.Error($"expected the activation silu, gelu, gelu_new or gelu_pytorch_tanh, found \"{name}\", which is not supported."),
    };
}
