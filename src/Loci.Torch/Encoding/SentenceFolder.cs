using System.Text.Json;
using Loci.Torch.Checkpoints;

namespace Loci.Torch.Encoding;

/// <summary>What the files that sentence-transformers puts beside an encoder say of its use. All of them may be missing.</summary>
internal static class SentenceFolder
{
    private const string Modules = "modules.json";
    private static readonly string[] Known = ["Transformer", "Pooling", "Normalize"];

    /// <summary>The pooling the folder asks for: that of <c>1_Pooling/config.json</c>, or the mean where there is none.</summary>
    /// <exception cref="InvalidInputException">It asks for one that is not supported, or for layers after the encoder.</exception>
    public static TextPooling Pooling(string folder)
    {
        RefuseOtherModules(Path.Combine(folder, Modules));
        var file = Path.Combine(folder, "1_Pooling", "config.json");
        if (!File.Exists(file)) return TextPooling.Mean;
        var config = ConfigurationReader.Open(file);
        return config.Names.Where(name => name.StartsWith("pooling_mode_", StringComparison.Ordinal) && config.Flag(name, false)).ToArray() switch
        {
            ["pooling_mode_mean_tokens"] => TextPooling.Mean,
            ["pooling_mode_cls_token"] => TextPooling.FirstToken,
            var other => throw config.Error($"expected pooling_mode_mean_tokens or pooling_mode_cls_token, and no other, found {(other is [] ? "neither" : string.Join(", ", other))}: this pooling is not supported."),
        };
    }

    /// <summary>Tokens of a text at most: what <c>sentence_bert_config.json</c> says, or <paramref name="context"/> if that is less.</summary>
    public static int Length(string folder, int context)
    {
        var file = Path.Combine(folder, "sentence_bert_config.json");
        return File.Exists(file) ? Math.Min(context, ConfigurationReader.Open(file).Size("max_seq_length", context)) : context;
    }

    private static void RefuseOtherModules(string file)
    {
        if (!File.Exists(file)) return;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var module in document.RootElement.EnumerateArray())
            {
                var type = module.GetProperty("type").GetString() ?? "";
                if (!Known.Contains(type[(type.LastIndexOf('.') + 1)..], StringComparer.Ordinal))
                    throw new InvalidInputException($"{file}: expected modules among {string.Join(", ", Known)}, found {type}: layers after the encoder are not supported.");
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidInputException($"{file}: expected a JSON list of modules with a type each, found something else. Fetch the file again.", e);
        }
    }
}
