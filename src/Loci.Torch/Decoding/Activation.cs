namespace Loci.Torch.Decoding;

/// <summary>The non-linearity of the MLP.</summary>
public enum Activation
{
    /// <summary>x · sigmoid(x).</summary>
    Silu,

    /// <summary>GELU by the error function.</summary>
    Gelu,

    /// <summary>GELU by its tanh approximation (<c>gelu_new</c>).</summary>
    GeluTanh,
}
