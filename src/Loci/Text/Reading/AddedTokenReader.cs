using System.Text.Json;

namespace Loci.Text.Reading;

/// <summary>Reads the <c>added_tokens</c> of a tokenizer file.</summary>
internal static class AddedTokenReader
{
    /// <summary>The added tokens; an empty list where the file has none.</summary>
    public static IReadOnlyList<AddedToken> Read(JsonElement root) =>
        root.Optional("added_tokens") is null ? [] : [.. root.List("added_tokens").Select(ReadOne)];

    private static AddedToken ReadOne(JsonElement source)
    {
        bool special = source.Flag("special", otherwise: false);
        return new AddedToken(source.Number("id"), source.Text("content"))
        {
            Special = special,
            StripsLeft = source.Flag("lstrip", otherwise: false),
            StripsRight = source.Flag("rstrip", otherwise: false),
            SingleWord = source.Flag("single_word", otherwise: false),
            Normalized = source.Flag("normalized", otherwise: !special),
        };
    }
}
