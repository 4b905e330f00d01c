using System.Text.Json;
using Loci.Server.Errors;

namespace Loci.Server.Asking;

/// <summary>Holds single fields of requests to what they may be.</summary>
internal static class Field
{
    /// <summary>A whole number within bounds, or the standard where it is left out.</summary>
    public static int Whole(string name, int? value, int standard, int least, int most) => value is not { } given ? standard
        : given >= least && given <= most ? given
        : throw ApiException.Invalid($"Expected '{name}' between {least} and {most}, found {given}.", name, "out_of_range");

    /// <summary>A number within bounds, or the standard where it is left out.</summary>
    public static double Number(string name, double? value, double standard, double least, double most) => Number(name, value, least, most) ?? standard;

    /// <summary>A number within bounds, or null where it is left out.</summary>
    public static double? Number(string name, double? value, double least, double most) => value is not { } given ? null
        : given >= least && given <= most ? given
        : throw ApiException.Invalid(FormattableString.Invariant($"Expected '{name}' between {least} and {most}, found {given}."), name, "out_of_range");

    /// <summary>A number above 0, or null where it is left out.</summary>
    public static double? Positive(string name, double? value) => value is not { } given ? null
        : given > 0 && double.IsFinite(given) ? given
        : throw ApiException.Invalid(FormattableString.Invariant($"Expected '{name}' above 0, found {given}."), name, "out_of_range");

    /// <summary>A list within its bound, of at least one.</summary>
    public static IReadOnlyList<T> Some<T>(string name, IReadOnlyList<T>? values, int most) => values switch
    {
        null or [] => throw ApiException.Invalid($"Expected at least one entry in '{name}', found none.", name, "missing"),
        { Count: var count } when count > most => throw ApiException.Invalid($"Expected at most {most} entries in '{name}', found {count}.", name, "out_of_range"),
        _ when values.Any(value => value is null) => throw ApiException.Invalid($"Expected entries in '{name}', found null among them.", name, "invalid_type"),
        _ => values,
    };

    /// <summary>A text that is there.</summary>
    public static string Text(string name, string? value) => !string.IsNullOrWhiteSpace(value) ? value : throw ApiException.Invalid($"Expected a text in '{name}', found none.", name, "missing");

    /// <summary>Refuses names that are not known.</summary>
    public static void NoneUnknown(string within, IDictionary<string, JsonElement>? unknown)
    {
        if (unknown?.Keys.FirstOrDefault() is { } name)
            throw ApiException.Invalid($"'{within}{ApiException.Quote(name)}' is not known. The API's description at /openapi/v1.json lists what is.", within + ApiException.Quote(name), "unknown_parameter");
    }

    /// <summary>Refuses a field that would change the answer and cannot be heeded.</summary>
    public static void Unsupported(string name, bool given)
    {
        if (given) throw ApiException.Invalid($"'{name}' is not supported by this server. Leave it out.", name, "unsupported_parameter");
    }

    /// <summary>Whether an optional JSON value says something: it is neither left out, nor null, nor an empty object or list.</summary>
    public static bool Says(JsonElement? value) => value is { } given && given.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => false,
        JsonValueKind.Array => given.GetArrayLength() > 0,
        JsonValueKind.Object => given.EnumerateObject().Any(),
        _ => true,
    };
}
