using System.Text.Json;
using Loci.Models;
using Loci.Server.Errors;
using Loci.Server.Protocol;

namespace Loci.Server.Asking;

/// <summary>Reads how continuations are drawn.</summary>
internal static class DrawingReader
{
    private const int StandardTokens = 128;
    private static readonly string[] Kinds = ["text", "json_object", "json_schema"];

    /// <summary>The options of a draw.</summary>
    /// <param name="fields">What is asked.</param>
    /// <param name="maxTokens">The field that says how many tokens, whatever its name.</param>
    /// <param name="leastTokens">0 where nothing need be drawn.</param>
    /// <param name="alternatives">Alternatives that come with each token.</param>
    /// <param name="seed">The seed where none is given.</param>
    /// <param name="limits">Bounds.</param>
    public static GenerationOptions Read(DrawingFields fields, int? maxTokens, int leastTokens, int alternatives, long seed, RequestLimits limits)
    {
        Field.Unsupported("logit_bias", Field.Says(fields.LogitBias));
        return new GenerationOptions
        {
            MaxTokens = Field.Whole("max_tokens", maxTokens, Math.Min(StandardTokens, limits.Tokens), leastTokens, limits.Tokens),
            Temperature = Field.Number("temperature", fields.Temperature, 1, 0, 10),
            TopP = Field.Number("top_p", fields.TopP, 1, 1e-6, 1),
            TopK = Field.Whole("top_k", fields.TopK is -1 ? 0 : fields.TopK, 0, 0, int.MaxValue),
            MinP = Field.Number("min_p", fields.MinP, 0, 0, 1),
            RepetitionPenalty = Field.Number("repetition_penalty", fields.RepetitionPenalty, 1, 0.01, 100),
            PresencePenalty = Field.Number("presence_penalty", fields.PresencePenalty, 0, -100, 100),
            FrequencyPenalty = Field.Number("frequency_penalty", fields.FrequencyPenalty, 0, -100, 100),
            Seed = fields.Seed ?? seed,
            StopStrings = Stops(fields.Stop, limits.Stops),
            TopLogProbabilities = alternatives,
        };
    }

    /// <summary>Refuses forms of answers other than text.</summary>
    public static void TextAlone(JsonElement? format)
    {
        if (format is not { ValueKind: JsonValueKind.Object } given) return;
        var kind = given.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? PromptReader.TextOf("response_format", type) : "";
        if (kind != Kinds[0]) throw ApiException.Invalid("Only the response_format 'text' is supported by this server.", "response_format", "unsupported_parameter");
    }

    private static string[] Stops(JsonElement? value, int most)
    {
        if (value is not { } given || given.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return [];
        string[] stops = given.ValueKind switch
        {
            JsonValueKind.String => [PromptReader.TextOf("stop", given)],
            JsonValueKind.Array when given.GetArrayLength() > most => throw ApiException.Invalid($"Expected at most {most} entries in 'stop', found {given.GetArrayLength()}.", "stop", "out_of_range"),
            JsonValueKind.Array => [.. given.EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.String ? PromptReader.TextOf("stop", entry) : throw Wrong())],
            _ => throw Wrong(),
        };
        return stops.All(stop => stop.Length > 0) ? stops : throw ApiException.Invalid("Expected texts in 'stop', found an empty one.", "stop", "invalid_value");
    }

    private static ApiException Wrong() => ApiException.Invalid("Expected a text or texts in 'stop'.", "stop", "invalid_type");
}
