using System.Text.Json;
using Loci.Hub;
using Loci.Tensors;
using Loci.Torch.Decoding;
using Loci.Torch.Encoding;
using static TorchSharp.torch;

namespace Loci.Torch.Checkpoints;

/// <summary>Reads the weights of a model folder in Hugging Face layout: safetensors, in one file or in shards.</summary>
internal static class CheckpointReader
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";

    /// <summary>Every parameter of a decoder.</summary>
    /// <inheritdoc cref="Load(string, IEnumerable{ValueTuple{string, long[]}}, IEnumerable{ValueTuple{string, long[]}}, CheckpointNames, ScalarType, Device)"/>
    public static ParameterStore Load(string folder, DecoderBlueprint blueprint, ScalarType compute, Device device) =>
        Load(folder, blueprint.Parameters(), [], CheckpointNames.Of(blueprint), compute, device);

    /// <summary>Every parameter of an encoder, and its pooler's if the checkpoint has one.</summary>
    /// <inheritdoc cref="Load(string, IEnumerable{ValueTuple{string, long[]}}, IEnumerable{ValueTuple{string, long[]}}, CheckpointNames, ScalarType, Device)"/>
    public static ParameterStore Load(string folder, EncoderBlueprint blueprint, ScalarType compute, Device device) =>
        Load(folder, blueprint.Parameters(), blueprint.Pooler.Parameters(), CheckpointNames.Of(blueprint), compute, device);

    /// <summary>
    /// Reads parameters as float32 masters. A missing one, a wrong shape, or an entry that no part of the model reads is an error: such an entry would have
    /// changed what the model computes. Buffers of older exports are ignored.
    /// </summary>
    private static ParameterStore Load(
        string folder, IEnumerable<(string Name, long[] Shape)> parameters, IEnumerable<(string Name, long[] Shape)> optional,
        CheckpointNames names, ScalarType compute, Device device)
    {
        var files = new List<SafetensorsFile>();
        var masters = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (var path in Files(folder)) files.Add(SafetensorsFile.Open(path));
            var places = Places(files);
            var unread = places.Keys.Where(name => !names.IsIgnored(name)).ToHashSet(StringComparer.Ordinal);
            foreach (var (name, shape) in parameters.Concat(optional.Where(parameter => names.Find(parameter.Name, places) is not null)))
            {
                var stored = names.Find(name, places)
                    ?? throw new InvalidInputException($"{folder}: expected the parameter {name}, found none of that name. The weights do not belong to this config.json.");
                masters.Add(name, Read(places[stored], stored, shape, device));
                unread.Remove(stored);
            }
            if (unread.Count > 0)
                throw new InvalidInputException($"{folder}: expected no parameters but those that config.json asks for, found {unread.Count} more: {string.Join(", ", unread.Order(StringComparer.Ordinal).Take(3))}{(unread.Count > 3 ? ", …" : "")}. The weights do not belong to this config.json, or the model has parts that are not supported.");
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

    /// <summary>One entry in float32, outside any dispose scope.</summary>
    public static Tensor Read(SafetensorsFile file, string stored, long[] shape, Device device)
    {
        var entry = file.Tensors[stored];
        if (!entry.Shape.AsSpan().SequenceEqual(shape))
            throw new InvalidInputException($"{file.Path}: expected {stored} of shape [{string.Join(", ", shape)}], found [{string.Join(", ", entry.Shape)}]. The weights do not belong to this config.json.");
        using var scope = NewDisposeScope();
        return tensor(Singles(file, stored), shape).to(device, copy: true).DetachFromDisposeScope(); // a managed array lies anywhere, and products of the same numbers round by where they lie
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

    /// <summary>The files with a model's weights.</summary>
    /// <exception cref="InvalidInputException">There are none, or the index names files that lie elsewhere.</exception>
    public static string[] Files(string folder)
    {
        var single = Path.Combine(folder, Single);
        if (File.Exists(single)) return [single];
        var index = Path.Combine(folder, Index);
        if (File.Exists(index)) return Shards(folder, index);
        throw new InvalidInputException(Pickled(folder) is { } pickle
            ? $"{folder}: expected {Single} or {Index}, found {pickle}. Such files are pickles, which can run code when they are read, and are never opened. Get the model's safetensors, or convert it where you trust it: AutoModelForCausalLM.from_pretrained(folder).save_pretrained(folder, safe_serialization=True)."
            : $"{folder}: expected {Single} or {Index}, found neither. Only safetensors checkpoints are read; other formats can be converted with Hugging Face's tools.");
    }

    private static string? Pickled(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Path.GetExtension(file) is ".bin" or ".pt" or ".pth" or ".pkl" or ".ckpt")
        .Select(Path.GetFileName).Order(StringComparer.Ordinal).FirstOrDefault();

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
        if (HubFileName.TryParse(name, out var file) && file.IsAtRoot && name.EndsWith(".safetensors", StringComparison.Ordinal)) return file.Under(folder);
        throw new InvalidInputException($"{index}: expected names of .safetensors files beside it, without folders, found \"{HubFileName.Visible(name)}\".");
    }
}
