using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Loci.Text.Training;

/// <summary>Writes a trained vocabulary as <c>tokenizer.json</c> and <c>tokenizer_config.json</c>.</summary>
internal static class BytePairModelWriter
{
    private static readonly JsonSerializerOptions _format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes both files; each appears whole or not at all.</summary>
    public static void Write(BytePairModel model, string folder)
    {
        Directory.CreateDirectory(folder);
        Replace(Path.Combine(folder, "tokenizer.json"), Tokenizer(model));
        Replace(Path.Combine(folder, "tokenizer_config.json"), Configuration(model));
    }

    private static void Replace(string path, JsonObject content)
    {
        string unfinished = path + ".new";
        File.WriteAllText(unfinished, content.ToJsonString(_format) + "\n");
        File.Move(unfinished, path, overwrite: true);
    }

    private static JsonObject Tokenizer(BytePairModel model) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray([.. model.SpecialTokens.Select((token, id) => Added(token, id))]),
        ["normalizer"] = null,
        ["pre_tokenizer"] = new JsonObject
        {
            ["type"] = "Sequence",
            ["pretokenizers"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "Split",
                    ["pattern"] = new JsonObject { ["Regex"] = RegexPattern.Llama3 },
                    ["behavior"] = "Isolated",
                    ["invert"] = false,
                },
                ByteLevel(usesPattern: false)),
        },
        ["post_processor"] = null,
        ["decoder"] = ByteLevel(usesPattern: true),
        ["model"] = Model(model),
    };

    private static JsonObject Added(string token, int id) => new()
    {
        ["id"] = id,
        ["content"] = token,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };

    private static JsonObject ByteLevel(bool usesPattern) => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = false,
        ["trim_offsets"] = true,
        ["use_regex"] = usesPattern,
    };

    private static JsonObject Model(BytePairModel model)
    {
        var vocabulary = new JsonObject();
        for (int id = 0; id < model.Tokens.Count; id++)
        {
            vocabulary.Add(model.Tokens[id], id);
        }

        return new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["continuing_subword_prefix"] = null,
            ["end_of_word_suffix"] = null,
            ["fuse_unk"] = false,
            ["byte_fallback"] = false,
            ["ignore_merges"] = false,
            ["vocab"] = vocabulary,
            ["merges"] = new JsonArray([.. model.Merges.Select(pair => new JsonArray(model.Tokens[pair.Left], model.Tokens[pair.Right]))]),
        };
    }

    private static JsonObject Configuration(BytePairModel model)
    {
        var configuration = new JsonObject { ["tokenizer_class"] = "PreTrainedTokenizerFast", ["clean_up_tokenization_spaces"] = false };
        if (model.SpecialTokens.Count > 0)
        {
            configuration["bos_token"] = model.SpecialTokens[0];
            configuration["eos_token"] = model.SpecialTokens[0];
        }

        return configuration;
    }
}
