using Loci.Tensors;

namespace Loci.Torch.Tuning;

/// <summary>Keeps what was measured of a model in a folder, one safetensors file a model, so that it is measured once. Derived: what is missing, damaged or of another model is measured anew.</summary>
public static class SensitivityCache
{
    private const string Key = "loci.weights", Format = "sensitivity-1";

    /// <summary>The sensitivity of a model, from the folder or measured and put there. The caller owns it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder; made where it is missing. Where it cannot be written, what was measured is not kept.</param>
    /// <param name="cancellationToken">Stops measuring.</param>
    public static Sensitivity Get(CausalLanguageModel model, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(folder);
        var hash = model.WeightsHash();
        var path = Path.Combine(folder, $"{Format}-{hash[..16]}.safetensors");
        if (Read(path, hash, model) is { } known) return known;
        var measured = Sensitivity.Measure(model, cancellationToken: cancellationToken);
        try
        {
            Directory.CreateDirectory(folder);
            SafetensorsWriter.Write(path, measured.Data(), new Dictionary<string, string>(StringComparer.Ordinal) { [Key] = hash });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidInputException)
        {
            // It is measured again the next time.
        }
        return measured;
    }

    private static Sensitivity? Read(string path, string hash, CausalLanguageModel model)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var file = SafetensorsFile.Open(path);
            var whole = file.Metadata.GetValueOrDefault(Key) == hash && model.Blueprint.Parameters().All(parameter => file.Tensors.TryGetValue(parameter.Name, out var entry) && entry.Shape.SequenceEqual(parameter.Shape));
            return whole ? Sensitivity.Of(model.Blueprint.Parameters().Select(parameter => (parameter.Name, file.ReadSingles(parameter.Name), parameter.Shape)), model.Parameters.Device) : null;
        }
        catch (InvalidInputException)
        {
            return null; // damaged: measured anew
        }
    }
}
