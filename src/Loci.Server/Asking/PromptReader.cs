using System.Text.Json;
using Loci.Server.Errors;

namespace Loci.Server.Asking;

/// <summary>Reads what may be a text, texts, token ids, or lists of token ids.</summary>
internal static class PromptReader
{
    /// <summary>Each prompt as a text or as tokens, one of both null.</summary>
    /// <param name="name">The field's name, for errors.</param>
    /// <param name="value">The field.</param>
    /// <param name="vocabulary">Token ids are below this.</param>
    /// <param name="most">How many prompts may come at once.</param>
    /// <exception cref="ApiException">It is none of these, or too many.</exception>
    public static IReadOnlyList<(string? Text, int[]? Tokens)> Read(string name, JsonElement? value, int vocabulary, int most)
    {
        if (value is not { } given || given.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) throw ApiException.Invalid($"Expected '{name}', found none.", name, "missing");
        if (given.ValueKind == JsonValueKind.String) return [(TextOf(name, given), null)];
        if (given.ValueKind != JsonValueKind.Array || given.GetArrayLength() == 0) throw Wrong(name);
        if (given[0].ValueKind == JsonValueKind.Number) return [(null, Tokens(name, given, vocabulary))];
        if (given.GetArrayLength() > most) throw ApiException.Invalid($"Expected at most {most} entries in '{name}', found {given.GetArrayLength()}.", name, "out_of_range");
        return
        [
            .. given.EnumerateArray().Select(entry => entry.ValueKind switch
            {
                JsonValueKind.String => (TextOf(name, entry), (int[]?)null),
                JsonValueKind.Array => ((string?)null, Tokens(name, entry, vocabulary)),
                _ => throw Wrong(name),
            }),
        ];
    }

    /// <summary>A JSON text; one that is no Unicode is refused.</summary>
    public static string TextOf(string name, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw ApiException.Invalid($"Expected Unicode text in '{name}', found half of a surrogate pair.", name, "invalid_text");
        }
    }

    private static int[] Tokens(string name, JsonElement list, int vocabulary)
    {
        var tokens = new int[list.GetArrayLength()];
        if (tokens.Length == 0) throw ApiException.Invalid($"Expected at least one token in '{name}', found none.", name, "missing");
        for (var i = 0; i < tokens.Length; i++)
        {
            if (list[i].ValueKind != JsonValueKind.Number || !list[i].TryGetInt32(out tokens[i]) || tokens[i] < 0 || tokens[i] >= vocabulary)
                throw ApiException.Invalid($"Expected token ids between 0 and {vocabulary - 1} in '{name}', found another value in place {i}.", name, "invalid_token");
        }
        return tokens;
    }

    private static ApiException Wrong(string name) => ApiException.Invalid($"Expected in '{name}' a text, texts, token ids, or lists of token ids.", name, "invalid_type");
}
