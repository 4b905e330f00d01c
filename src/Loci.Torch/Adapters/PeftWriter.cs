using Loci.Tensors;
using Loci.Torch.Decoding;

namespace Loci.Torch.Adapters;

/// <summary>Writes adapters in PEFT's layout, in float32.</summary>
internal static class PeftWriter
{
    /// <summary>Writes both files; the folder is made if missing.</summary>
    public static void Write(string folder, AdapterTensors tensors, AdapterOrigin origin)
    {
        Directory.CreateDirectory(folder);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" };
        if (origin.Family is { } family) metadata.Add(PeftReader.Family, family);
        if (origin.Weights is { } weights) metadata.Add(PeftReader.BaseWeights, weights);
        SafetensorsWriter.Write(
            Path.Combine(folder, PeftNames.Weights),
            tensors.Parameters().Select(parameter => TensorData.FromSingles(parameter.Name, ParameterStore.Values(parameter.Value), parameter.Value.shape)),
            metadata);
        PeftConfiguration.Write(folder, tensors, origin);
    }
}
