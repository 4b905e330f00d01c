namespace Loci.Fuzzing.Mutation;

/// <summary>What a mutation may know of a file.</summary>
internal enum FileFormat
{
    /// <summary>Nothing.</summary>
    Bytes,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>A JSON header with its length before it and tensors after it.</summary>
    Safetensors,

    /// <summary>A NumPy array.</summary>
    Npy,
}
