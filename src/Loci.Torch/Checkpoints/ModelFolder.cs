using System.Text.Json;
using System.Text.Json.Nodes;

namespace Loci.Torch.Checkpoints;

/// <summary>The files of a model folder that are not weights.</summary>
internal static class ModelFolder
{
    private static readonly string[] Description =
        ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt", "special_tokens_map.json"];

    /// <summary>JSON as people like to read it.</summary>
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    /// <summary>Copies configuration and tokenizer from one folder to another, unless they are the same.</summary>
    public static void CopyDescription(string from, string to)
    {
        if (Path.GetFullPath(from) == Path.GetFullPath(to)) return;
        foreach (var name in Description)
        {
            var source = Path.Combine(from, name);
            if (File.Exists(source)) File.Copy(source, Path.Combine(to, name), overwrite: true);
        }
    }

    /// <summary>Makes a folder's config.json say how its weights are stored.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="tied">Whether the output layer is the token embedding.</param>
    /// <param name="half">Whether the weights are bfloat16 instead of float32.</param>
    public static void Describe(string folder, bool tied, bool half)
    {
        var file = Path.Combine(folder, "config.json");
        var config = JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
        config[config.ContainsKey("dtype") ? "dtype" : "torch_dtype"] = half ? "bfloat16" : "float32";
        config["tie_word_embeddings"] = tied;
        File.WriteAllText(file, config.ToJsonString(Indented) + "\n");
    }
}
