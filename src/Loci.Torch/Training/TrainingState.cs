using Loci.Tensors;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;

namespace Loci.Torch.Training;

/// <summary>
/// What a training run needs beyond its weights to go on as if it had never stopped: parameters in float32, moments and the step, in one file,
/// so that no kill can leave weights of one step beside moments of another.
/// </summary>
internal static class TrainingState
{
    private const string File = "training-state.safetensors";

    /// <summary>Whether <paramref name="folder"/> holds an unfinished run.</summary>
    public static bool Exists(string folder) => System.IO.File.Exists(Path.Combine(folder, File));

    public static void Delete(string folder) => System.IO.File.Delete(Path.Combine(folder, File));

    public static void Save(string folder, string fingerprint, Trainee trainee, AdamW optimizer)
    {
        var tensors = trainee.Parameters.Zip(optimizer.Moments).SelectMany(pair => new[]
        {
            Data(pair.First.Name, pair.First.Value),
            Data("first." + pair.First.Name, pair.Second.First),
            Data("second." + pair.First.Name, pair.Second.Second),
        });
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["step"] = optimizer.Steps.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["fingerprint"] = fingerprint,
        };
        SafetensorsWriter.Write(Path.Combine(folder, File), tensors, metadata);
    }

    /// <summary>Puts a saved run back; a run with other settings or text is refused.</summary>
    public static void Load(string folder, string fingerprint, Trainee trainee, AdamW optimizer)
    {
        using var file = SafetensorsFile.Open(Path.Combine(folder, File));
        if (file.Metadata.GetValueOrDefault("fingerprint") != fingerprint)
            throw new InvalidInputException($"{file.Path}: expected the state of a run with the same text, configuration and options, found another's. Finish that run with its own settings, or choose another folder.");
        using var quiet = TorchSharp.torch.no_grad();
        foreach (var ((name, value), (first, second)) in trainee.Parameters.Zip(optimizer.Moments))
        {
            Put(file, name, value);
            Put(file, "first." + name, first);
            Put(file, "second." + name, second);
        }
        optimizer.Steps = int.Parse(file.Metadata["step"], System.Globalization.CultureInfo.InvariantCulture);
        trainee.Changed();
    }

    private static TensorData Data(string name, TorchSharp.torch.Tensor tensor) => TensorData.FromSingles(name, ParameterStore.Values(tensor), tensor.shape);

    private static void Put(SafetensorsFile file, string name, TorchSharp.torch.Tensor destination)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        destination.copy_(TorchSharp.torch.tensor(file.ReadSingles(name), destination.shape));
    }
}
