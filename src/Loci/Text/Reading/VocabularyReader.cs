using System.Text.Json;
using Loci.Text.Vocabularies;

namespace Loci.Text.Reading;

/// <summary>Reads the <c>model</c> of a tokenizer file.</summary>
internal static class VocabularyReader
{
    private const double LargestScore = 1e12; // log probabilities are tens; sums over a text must stay finite, or its best path is none

    /// <summary>The vocabulary.</summary>
    public static IVocabulary Read(JsonElement source)
    {
        string type = source.Text("type", source.Optional("merges") is null ? "" : "BPE"); // old files leave the type of BPE out
        return type switch
        {
            "BPE" => BytePairReader.Read(source),
            "Unigram" => Unigram(source),
            "WordPiece" => WordPiece(source),
            _ => throw new InvalidInputException($"the model '{type}' is not supported; supported are BPE, Unigram and WordPiece."),
        };
    }

    /// <summary>Tokens and ids of a JSON object.</summary>
    public static TokenTable Tokens(JsonElement source)
    {
        if (source.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidInputException($"the vocabulary must be an object of tokens and ids, found {JsonFields.Describe(source)}.");
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonProperty entry in source.EnumerateObject())
        {
            ids[entry.Name] = entry.Value.AsNumber(entry.Name);
        }

        return new TokenTable(ids);
    }

    private static UnigramVocabulary Unigram(JsonElement source)
    {
        (string, double)[] entries = [.. source.List("vocab").Select(Entry)];
        int? unknown = source.Optional("unk_id")?.AsNumber("unk_id");
        return unknown is null || unknown < entries.Length
            ? new UnigramVocabulary(entries, unknown, source.Flag("byte_fallback", otherwise: false))
            : throw new InvalidInputException($"unk_id is {unknown}, but the vocabulary ends at {entries.Length - 1}.");
    }

    private static (string Token, double Score) Entry(JsonElement source) =>
        source.ValueKind == JsonValueKind.Array && source.GetArrayLength() == 2
        && source[1].ValueKind == JsonValueKind.Number && source[1].TryGetDouble(out double score) && Math.Abs(score) <= LargestScore
            ? (source[0].AsText("vocab"), score)
            : throw new InvalidInputException($"an entry of a Unigram vocabulary must be a token and its score, found {JsonFields.Describe(source)}.");

    private static WordPieceVocabulary WordPiece(JsonElement source)
    {
        TokenTable tokens = Tokens(source.Required("vocab"));
        string unknown = source.Text("unk_token", "[UNK]");
        return new WordPieceVocabulary(
            tokens,
            tokens.IdOf(unknown) ?? throw new InvalidInputException($"the unknown token '{unknown}' is not in the vocabulary."),
            source.Text("continuing_subword_prefix", "##"),
            source.Number("max_input_chars_per_word", 100));
    }
}
