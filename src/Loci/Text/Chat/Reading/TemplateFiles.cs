using System.Text.Json;
using Loci.Text.Reading;

namespace Loci.Text.Chat.Reading;

/// <summary>Finds a checkpoint's own chat template and the tokens that its variables stand for.</summary>
internal static class TemplateFiles
{
    private const string Configuration = "tokenizer_config.json";
    private const string Alone = "chat_template.jinja";
    private const string Default = "default";

    /// <summary>The template's file and text, or null where the checkpoint has none. A file of its own comes before the tokenizer's configuration.</summary>
    public static (string File, string Text)? Find(string folder)
    {
        var alone = Path.Combine(folder, Alone);
        if (File.Exists(alone)) return (alone, TokenizerFile.Guard(alone, () => File.ReadAllText(alone)));
        var configuration = Path.Combine(folder, Configuration);
        if (!File.Exists(configuration)) return null;
        return TokenizerFile.Read(configuration, Template) is { } text ? (configuration, text) : null;
    }

    /// <summary>The tokens that open and end texts, as the configuration writes them; empty where it names none.</summary>
    public static (string Beginning, string End) Markers(string folder)
    {
        var configuration = Path.Combine(folder, Configuration);
        return File.Exists(configuration) ? TokenizerFile.Read(configuration, root => (Token(root, "bos_token"), Token(root, "eos_token"))) : ("", "");
    }

    private static string? Template(JsonElement root) => root.Optional("chat_template") switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } => Named(root),
        { } one => one.AsText("chat_template"),
    };

    private static string Named(JsonElement root)
    {
        var named = root.List("chat_template").Select(one => (Name: one.Text("name"), Text: one.Text("template"))).ToArray();
        var found = Array.FindIndex(named, one => one.Name == Default);
        return found >= 0
            ? named[found].Text
            : throw new InvalidInputException($"expected a chat template named '{Default}', found {string.Join(", ", named.Select(one => $"'{one.Name}'"))}.");
    }

    private static string Token(JsonElement root, string field) => root.Optional(field) switch
    {
        null => "",
        { ValueKind: JsonValueKind.Object } token => token.Text("content"),
        { } token => token.AsText(field),
    };
}
