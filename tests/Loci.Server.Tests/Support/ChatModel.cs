using System.Text.Json.Nodes;

namespace Loci.Server.Tests.Support;

/// <summary>loci-small with a chat template (ChatML), whose two marks take the places of its tokenizer's last two merges.</summary>
internal static class ChatModel
{
    private const string Template =
        "{% for message in messages %}{{ '<|im_start|>' ~ message.role ~ '\\n' ~ message.content ~ '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    /// <summary>Makes it in a folder, which is given back.</summary>
    public static string Make(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "models", "loci-small"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        Edit(Path.Combine(folder, "tokenizer_config.json"), config => (config["chat_template"], config["eos_token"]) = (Template, "<|im_end|>"));
        Edit(Path.Combine(folder, "tokenizer.json"), AddMarks);
        return folder;
    }

    private static void AddMarks(JsonObject tokenizer)
    {
        var (vocabulary, merges) = (tokenizer["model"]!["vocab"]!.AsObject(), tokenizer["model"]!["merges"]!.AsArray());
        foreach (var mark in (string[])["<|im_end|>", "<|im_start|>"])
        {
            var last = merges[^1]!.AsArray();
            merges.RemoveAt(merges.Count - 1);
            var merged = $"{last[0]}{last[1]}";
            var id = vocabulary[merged]!.GetValue<int>();
            vocabulary.Remove(merged);
            vocabulary[mark] = id;
            tokenizer["added_tokens"]!.AsArray().Add(new JsonObject
            {
                ["id"] = id, ["content"] = mark, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true,
            });
        }
    }

    private static void Edit(string file, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }
}
