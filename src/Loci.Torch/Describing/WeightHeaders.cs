using Loci.Tensors;
using Loci.Torch.Checkpoints;

namespace Loci.Torch.Describing;

/// <summary>The headers of a folder's safetensors: shapes and types, without a weight being read.</summary>
internal sealed record WeightHeaders(IReadOnlyList<TensorEntry> Tensors)
{
    private const string Adapter = "adapter_model.safetensors";

    /// <summary>Numbers in all.</summary>
    public long Count => Tensors.Sum(tensor => tensor.Count);

    /// <summary>The types, that of the most numbers first, such as <c>bfloat16</c>.</summary>
    public string Types => string.Join(", ", Tensors.GroupBy(tensor => tensor.Type).OrderByDescending(group => group.Sum(tensor => tensor.Count)).Select(group => Name(group.Key)));

    /// <summary>Reads the headers of a model or an adapter.</summary>
    /// <exception cref="InvalidInputException">There are none, or one is damaged or of another format.</exception>
    public static WeightHeaders Read(string folder, bool adapter)
    {
        var tensors = new List<TensorEntry>();
        foreach (var path in adapter ? [Path.Combine(folder, Adapter)] : CheckpointReader.Files(folder))
        {
            using var file = SafetensorsFile.Open(path);
            tensors.AddRange(file.Tensors.Values);
        }
        return new WeightHeaders(tensors);
    }

    private static string Name(TensorType type) => type switch
    {
        TensorType.F64 => "float64",
        TensorType.F32 => "float32",
        TensorType.F16 => "float16",
        TensorType.BF16 => "bfloat16",
        TensorType.I64 => "int64",
        TensorType.I32 => "int32",
        _ => type.FileName().ToLowerInvariant(),
    };
}
