using Loci.Tensors;
using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Writes a model's weights as <c>model.safetensors</c>.</summary>
internal static class CheckpointWriter
{
    private static readonly Dictionary<string, string> Metadata = new(StringComparer.Ordinal) { ["format"] = "pt" };

    /// <summary>Writes every master, in the order of the blueprint, atomically.</summary>
    /// <param name="folder">Where; made if missing.</param>
    /// <param name="blueprint">Names and order.</param>
    /// <param name="store">The parameters.</param>
    /// <param name="half">Whether to store bfloat16 (half the size, 8 significant bits) instead of float32.</param>
    public static void Save(string folder, DecoderBlueprint blueprint, ParameterStore store, bool half)
    {
        Directory.CreateDirectory(folder);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), blueprint.Parameters().Select(p => Data(store, p.Name, p.Shape, half)), Metadata);
    }

    private static TensorData Data(ParameterStore store, string name, long[] shape, bool half)
    {
        var values = store.Values(name);
        return half ? TensorData.FromSinglesAsBFloat16(name, values, shape) : TensorData.FromSingles(name, values, shape);
    }
}
