using System.Text.Json;

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
}
