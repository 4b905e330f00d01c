using System.Text.Json;
using Loci.Tensors;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Checkpoints;

/// <summary>Reads the weights of a model folder in Hugging Face layout: safetensors, in one file or in shards.</summary>
internal static class CheckpointReader
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";

    /// <summary>Every parameter the blueprint names, as float32 masters. A missing one or a wrong shape is an error; buffers of older exports are ignored.</summary>
    public static ParameterStore Load(string folder, DecoderBlueprint blueprint, ScalarType compute, Device device)
    {
        var files = new List<SafetensorsFile>();
        var masters = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (var path in Files(folder)) files.Add(SafetensorsFile.Open(path));
            var places = Places(files);
            foreach (var (name, shape) in blueprint.Parameters()) masters.Add(name, Read(folder, places, name, shape, device));
            return new ParameterStore(masters, compute);
        }
        catch
        {
            foreach (var master in masters.Values) master.Dispose();
            throw;
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    private static Tensor Read(string folder, Dictionary<string, SafetensorsFile> places, string name, long[] shape, Device device)
    {
        // GPT-2 as first published has no "transformer." in front of its names.
        var stored = places.ContainsKey(name) || !name.StartsWith("transformer.", StringComparison.Ordinal) ? name : name["transformer.".Length..];
        if (!places.TryGetValue(stored, out var file))
            throw new InvalidInputException($"{folder}: expected the parameter {name}, found none of that name. The weights do not belong to this config.json.");
        var entry = file.Tensors[stored];
        if (!entry.Shape.AsSpan().SequenceEqual(shape))
            throw new InvalidInputException($"{file.Path}: expected {stored} of shape [{string.Join(", ", shape)}], found [{string.Join(", ", entry.Shape)}]. The weights do not belong to this config.json.");
        using var scope = NewDisposeScope();
        return tensor(Singles(file, stored), shape).to(device).DetachFromDisposeScope();
    }

    private static float[] Singles(SafetensorsFile file, string name)
    {
        try
        {
            return file.ReadSingles(name);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{file.Path}: {e.Message}", e);
        }
    }

    private static Dictionary<string, SafetensorsFile> Places(IEnumerable<SafetensorsFile> files)
    {
        var places = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var name in file.Tensors.Keys) places[name] = file;
        }
        return places;
    }

    private static string[] Files(string folder)
    {
        var single = Path.Combine(folder, Single);
        if (File.Exists(single)) return [single];
        var index = Path.Combine(folder, Index);
        if (File.Exists(index)) return Shards(folder, index);
        throw new InvalidInputException($"{folder}: expected {Single} or {Index}, found neither. Only safetensors checkpoints are read; other formats can be converted with Hugging Face's tools.");
    }

    private static string[] Shards(string folder, string index)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            var names = document.RootElement.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString() ?? "").Distinct(StringComparer.Ordinal);
            return [.. names.Select(name => Shard(folder, index, name))];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidInputException($"{index}: expected a JSON object with a \"weight_map\" of tensor names to file names, found something else. Fetch the file again.", e);
        }
    }

    private static string Shard(string folder, string index, string name)
    {
        if (Path.GetFileName(name) != name || name.AsSpan().ContainsAny('\\', '\0') || !name.EndsWith(".safetensors", StringComparison.Ordinal))
            throw new InvalidInputException($"{index}: expected names of .safetensors files beside it, without folders, found \"{name}\".");
        return Path.Combine(folder, name);
    }
}
