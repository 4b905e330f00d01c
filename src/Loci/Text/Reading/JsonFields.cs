using System.Text.Json;

namespace Loci.Text.Reading;

/// <summary>Reads fields of JSON objects; a missing or wrong one is an <see cref="InvalidInputException"/> that names it.</summary>
internal static class JsonFields
{
    private const int LargestNumber = 1 << 24; // far above every vocabulary, and small enough for a table of ids

    /// <summary>The field, or null where it is missing or null.</summary>
    public static JsonElement? Optional(this JsonElement owner, string name)
    {
        if (owner.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidInputException($"expected an object with a field '{name}', found {Describe(owner)}.");
        }

        return owner.TryGetProperty(name, out JsonElement field) && field.ValueKind != JsonValueKind.Null ? field : null;
    }

    /// <summary>The field, which must be there.</summary>
    public static JsonElement Required(this JsonElement owner, string name) =>
        owner.Optional(name) ?? throw new InvalidInputException($"the field '{name}' is missing in {Describe(owner)}.");

    /// <summary>A field that is text.</summary>
    public static string Text(this JsonElement owner, string name) => AsText(owner.Required(name), name);

    /// <summary>A field that is text, or a default.</summary>
    public static string Text(this JsonElement owner, string name, string otherwise) =>
        owner.Optional(name) is { } field ? AsText(field, name) : otherwise;

    /// <summary>A field that is true or false, or a default.</summary>
    public static bool Flag(this JsonElement owner, string name, bool otherwise) => owner.Optional(name) is not { } field ? otherwise : field.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new InvalidInputException($"the field '{name}' must be true or false, found {Describe(field)}."),
    };

    /// <summary>A field that is a whole number of at least 0.</summary>
    public static int Number(this JsonElement owner, string name) => AsNumber(owner.Required(name), name);

    /// <summary>A field that is a whole number of at least 0, or a default.</summary>
    public static int Number(this JsonElement owner, string name, int otherwise) =>
        owner.Optional(name) is { } field ? AsNumber(field, name) : otherwise;

    /// <summary>The entries of a field that is a list.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement owner, string name)
    {
        JsonElement field = owner.Required(name);
        return field.ValueKind == JsonValueKind.Array
            ? field.EnumerateArray()
            : throw new InvalidInputException($"the field '{name}' must be a list, found {Describe(field)}.");
    }

    /// <summary>A value that is text.</summary>
    public static string AsText(this JsonElement value, string name) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new InvalidInputException($"'{name}' must be text, found {Describe(value)}.");

    /// <summary>A value that is a whole number of at least 0 and fits an id.</summary>
    public static int AsNumber(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number is >= 0 and <= LargestNumber
            ? number
            : throw new InvalidInputException($"'{name}' must be a whole number from 0 to {LargestNumber}, found {Describe(value)}.");

    /// <summary>What a value is, short enough for a message.</summary>
    public static string Describe(JsonElement value)
    {
        const int longest = 80;
        string raw = value.GetRawText();
        return raw.Length <= longest ? raw : raw[..longest] + "...";
    }
}
