using System.Text.Json;

namespace Loci.Text.Reading;

/// <summary>
/// Finds which tokens open and end a text: those that <c>tokenizer_config.json</c> names, else the ids that the caller knows from the model, else
/// well-known names. Where <c>tokenizer_config.json</c> says <c>null</c>, names are not guessed.
/// </summary>
/// <param name="Beginning">Id that opens a text as the model's configuration has it, or null.</param>
/// <param name="End">Id that ends a text as the model's configuration has it, or null.</param>
internal sealed record TextMarkers(int? Beginning, int? End)
{
    private static readonly string[] _beginnings = ["<s>", "<|begin_of_text|>", "<bos>", "<|endoftext|>", "[CLS]"];
    private static readonly string[] _ends = ["</s>", "<|end_of_text|>", "<eos>", "<|endoftext|>", "[SEP]"];

    /// <summary>The ids of both tokens.</summary>
    /// <param name="configuration">Path of <c>tokenizer_config.json</c>, which need not exist.</param>
    /// <param name="idOf">The id of a token, or null.</param>
    public (int? Beginning, int? End) Find(string configuration, Func<string, int?> idOf)
    {
        if (!File.Exists(configuration))
        {
            return (Known(Beginning, _beginnings, idOf), Known(End, _ends, idOf));
        }

        return TokenizerFile.Read(configuration, root => (
            Find(root, "bos_token", Beginning, _beginnings, idOf), Find(root, "eos_token", End, _ends, idOf)));
    }

    private static int? Known(int? given, string[] names, Func<string, int?> idOf) =>
        given ?? names.Select(idOf).FirstOrDefault(id => id is not null);

    private static int? Find(JsonElement root, string field, int? given, string[] names, Func<string, int?> idOf)
    {
        if (root.Optional(field) is not { } value)
        {
            return root.TryGetProperty(field, out _) ? given : Known(given, names, idOf);
        }

        string token = value.ValueKind == JsonValueKind.Object ? value.Text("content") : value.AsText(field);
        return idOf(token) ?? Known(given, names, idOf);
    }
}
