namespace Loci.Torch;

/// <summary>Type of matrix products.</summary>
public enum Precision
{
    /// <summary>bfloat16 where the processor multiplies it in hardware, float32 elsewhere.</summary>
    Auto,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>bfloat16, whether or not it is fast here.</summary>
    BFloat16,
}
