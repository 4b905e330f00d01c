namespace Loci.Torch.Decoding;

/// <summary>A linear map by the names of its parameters in the checkpoint.</summary>
/// <param name="Module">Name of the module, such as <c>model.layers.0.self_attn.q_proj</c>.</param>
/// <param name="Inputs">Width of what goes in.</param>
/// <param name="Outputs">Width of what comes out.</param>
/// <param name="HasBias">Whether the module has a bias.</param>
/// <param name="InputMajor">Whether the weight is stored (inputs, outputs), as GPT-2 does, instead of (outputs, inputs).</param>
internal sealed record Projection(string Module, int Inputs, int Outputs, bool HasBias = false, bool InputMajor = false)
{
    /// <summary>Name of the weight.</summary>
    public string Weight { get; init; } = Module + ".weight";

    /// <summary>Name of the bias, if there is one.</summary>
    public string? Bias => HasBias ? Module + ".bias" : null;

    /// <summary>Its parameters with their shapes.</summary>
    public IEnumerable<(string Name, long[] Shape)> Parameters()
    {
        yield return (Weight, InputMajor ? [Inputs, Outputs] : [Outputs, Inputs]);
        if (Bias is { } bias) yield return (bias, [Outputs]);
    }
}
