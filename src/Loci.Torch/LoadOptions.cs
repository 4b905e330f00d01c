namespace Loci.Torch;

/// <summary>How a model is loaded.</summary>
public sealed record LoadOptions
{
    /// <summary>Type of the matrix products; masters, norms, softmax and loss are float32 in any case.</summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Where the weights go and the arithmetic runs; default the CPU.</summary>
    public ModelDevice Device { get; init; } = ModelDevice.Cpu;

    /// <summary>Folder of an adapter in PEFT's layout to put beside the weights, or null for the model alone.</summary>
    public string? Adapter { get; init; }
}
