using System.Text.Json;

namespace Loci.Text.Reading;

/// <summary>Reads a pattern: fixed text under <c>String</c> or an expression under <c>Regex</c>.</summary>
internal static class PatternReader
{
    /// <summary>The pattern in the field <c>pattern</c>.</summary>
    public static ITextPattern Read(JsonElement owner)
    {
        JsonElement pattern = owner.Required("pattern");
        if (pattern.ValueKind == JsonValueKind.String)
        {
            return new LiteralPattern(pattern.GetString()!);
        }

        return pattern.Optional("Regex") is { } expression
            ? new RegexPattern(expression.AsText("Regex"))
            : new LiteralPattern(pattern.Text("String"));
    }
}
