using Loci.Tensors;

namespace Loci.Torch.Tuning;

/// <summary>
/// Keeps what was measured of models, a safetensors file each, so that each is measured once. Derived: what is missing, damaged or of other weights is passed over, and measured anew.
/// </summary>
public static class SensitivityCache
{
    /// <summary>The file that a model's folder may hold.</summary>
    public const string FileName = "sensitivity.safetensors";

    private const string Key = "loci.weights";

    /// <summary>The sensitivity of a model: what its own folder holds, else what the cache does, else it is measured and put there. The caller owns it.</summary>
    /// <param name="model">The model; its own folder is only read.</param>
    /// <param name="cacheFolder">The cache; made where it is missing. Null has none, and where it cannot be written, what was measured is not kept.</param>
    /// <param name="cancellationToken">Stops measuring.</param>
    public static Sensitivity Get(CausalLanguageModel model, string? cacheFolder = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var hash = model.WeightsHash();
        if (Read(Path.Combine(model.Folder, FileName), hash, model) is { } given) return given;
        if (cacheFolder is null) return Sensitivity.Measure(model, cancellationToken: cancellationToken);
        var path = Path.Combine(cacheFolder, $"{hash[..16]}.{FileName}");
        if (Read(path, hash, model) is { } known) return known;
        var measured = Sensitivity.Measure(model, cancellationToken: cancellationToken);
        try
        {
            Directory.CreateDirectory(cacheFolder);
            Write(measured, path, hash);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidInputException)
        {
            // It is measured again the next time.
        }
        return measured;
    }

    /// <summary>Writes what was measured of a model into a file, atomically.</summary>
    public static void Write(Sensitivity sensitivity, string path, string weightsHash)
    {
        ArgumentNullException.ThrowIfNull(sensitivity);
        SafetensorsWriter.Write(path, sensitivity.Data(), new Dictionary<string, string>(StringComparer.Ordinal) { [Key] = weightsHash });
    }

    private static Sensitivity? Read(string path, string hash, CausalLanguageModel model)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var file = SafetensorsFile.Open(path);
            return file.Metadata.GetValueOrDefault(Key) == hash ? Sensitivity.From(file, model.Blueprint, model.Parameters.Device) : null;
        }
        catch (InvalidInputException)
        {
            return null; // damaged
        }
    }
}
