using Loci.Tensors;
using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Adapters;

/// <summary>Reads the tensors of an adapter from PEFT's layout. Nothing is left unread: a tensor that is no part of what is supported is an error.</summary>
internal static class PeftReader
{
    /// <summary>Metadata of the weights file that name family and weights of the base.</summary>
    public const string Family = "base_family", BaseWeights = "base_sha256";

    /// <summary>Reads an adapter with the metadata of its weights.</summary>
    public static (AdapterTensors Tensors, IReadOnlyDictionary<string, string> Metadata) Read(string folder, PeftConfiguration configuration)
    {
        var path = Path.Combine(folder, PeftNames.Weights);
        if (!File.Exists(path))
            throw new InvalidInputException($"{folder}: expected {PeftNames.Weights}, found none. Only safetensors are read, as pickles (adapter_model.bin) can run code; save the adapter again with PEFT's safe_serialization.");
        using var file = SafetensorsFile.Open(path);
        var pairs = new Dictionary<string, LoraPair>(StringComparer.Ordinal);
        try
        {
            var modules = Modules(file);
            var whole = Whole(file, configuration, modules);
            if (modules.Count == 0 && whole is null) throw new InvalidInputException($"{path}: expected the tensors of a LoRA adapter, found none.");
            foreach (var module in modules) pairs.Add(module, Pair(file, configuration, module));
            return (Adapter(file, pairs, whole), file.Metadata);
        }
        catch
        {
            foreach (var pair in pairs.Values)
            {
                pair.A.Dispose();
                pair.B.Dispose();
            }
            throw;
        }
    }

    private static AdapterTensors Adapter(SafetensorsFile file, Dictionary<string, LoraPair> pairs, string? whole)
    {
        if (whole is null) return new AdapterTensors(new LoraAdapter(pairs));
        if (pairs.ContainsKey(whole)) throw new InvalidInputException($"{file.Path}: expected {whole} either trained whole or as a LoRA, found both.");
        var weight = Matrix(file, PeftNames.Whole(whole));
        var head = new Projection(whole, (int)weight.shape[1], (int)weight.shape[0]);
        return new AdapterTensors(new LoraAdapter(pairs), head, AdapterTensors.Store(head, weight, ScalarType.Float32));
    }

    /// <summary>The modules that have both tensors of a LoRA.</summary>
    private static List<string> Modules(SafetensorsFile file)
    {
        string[] a = [.. file.Tensors.Keys.Select(PeftNames.ModuleOfA).OfType<string>()], b = [.. file.Tensors.Keys.Select(PeftNames.ModuleOfB).OfType<string>()];
        var alone = a.Except(b, StringComparer.Ordinal).Concat(b.Except(a, StringComparer.Ordinal)).ToArray();
        if (alone.Length > 0) throw new InvalidInputException($"{file.Path}: expected lora_A and lora_B of every module, found one of them for {string.Join(", ", alone.Take(3))}.");
        return [.. a.Order(StringComparer.Ordinal)];
    }

    /// <summary>The module that was trained whole, or null; any other tensor is refused.</summary>
    private static string? Whole(SafetensorsFile file, PeftConfiguration configuration, List<string> modules)
    {
        string[] rest = [.. file.Tensors.Keys.Where(name => PeftNames.ModuleOfA(name) is null && PeftNames.ModuleOfB(name) is null).Order(StringComparer.Ordinal)];
        if (rest is [var only] && PeftNames.ModuleOfWhole(only) is { } module && configuration.WholeModules.Any(entry => PeftNames.Means(entry, module))) return module;
        if (rest.Length == 0 && configuration.WholeModules.Count == 0) return null;
        if (rest.Length == 0) throw new InvalidInputException($"{file.Path}: expected the weights of {string.Join(", ", configuration.WholeModules)} (\"modules_to_save\"), found {modules.Count} modules without them.");
        throw new InvalidInputException($"{file.Path}: expected LoRA tensors named {PeftNames.A("…")} and at most the output layer trained whole, found {string.Join(", ", rest.Take(3))}{(rest.Length > 3 ? ", …" : "")}, which is not supported. Save the adapter without other modules (modules_to_save) and without the embedding layers (save_embedding_layers).");
    }

    private static LoraPair Pair(SafetensorsFile file, PeftConfiguration configuration, string module)
    {
        Check(file, PeftNames.A(module), 0, configuration.RankOf(module));
        Check(file, PeftNames.B(module), 1, configuration.RankOf(module));
        var a = Matrix(file, PeftNames.A(module));
        try
        {
            return new LoraPair(a, Matrix(file, PeftNames.B(module)), configuration.ScaleOf(module));
        }
        catch
        {
            a.Dispose();
            throw;
        }
    }

    private static void Check(SafetensorsFile file, string name, int dimension, int rank)
    {
        var shape = file.Tensors[name].Shape;
        if (shape.Length != 2 || shape[dimension] != rank)
            throw new InvalidInputException($"{file.Path}: expected {name} to be a matrix of rank {rank}, as {PeftNames.Configuration} says, found the shape [{string.Join(", ", shape)}].");
    }

    private static Tensor Matrix(SafetensorsFile file, string name)
    {
        var shape = file.Tensors[name].Shape;
        return shape.Length == 2
            ? CheckpointReader.Read(file, name, shape, CPU)
            : throw new InvalidInputException($"{file.Path}: expected {name} to be a matrix, found the shape [{string.Join(", ", shape)}].");
    }
}
