using System.Text.Json;
using Loci.Text.Vocabularies;

namespace Loci.Text.Reading;

/// <summary>Reads a byte-pair model, from <c>tokenizer.json</c> or from GPT-2's pair of files.</summary>
internal static class BytePairReader
{
    /// <summary>The model of a tokenizer file.</summary>
    public static BytePairVocabulary Read(JsonElement source)
    {
        if (source.Optional("dropout") is { } dropout && !(dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() == 0))
        {
            throw new InvalidInputException($"merges with dropout ({JsonFields.Describe(dropout)}) give other ids each time; set dropout to null.");
        }

        TokenTable tokens = VocabularyReader.Tokens(source.Required("vocab"));
        var options = new BytePairOptions
        {
            Unknown = source.Optional("unk_token")?.AsText("unk_token") is { } unknown
                ? tokens.IdOf(unknown) ?? throw new InvalidInputException($"the unknown token '{unknown}' is not in the vocabulary.")
                : null,
            FuseUnknown = source.Flag("fuse_unk", otherwise: false),
            ByteFallback = source.Flag("byte_fallback", otherwise: false),
            IgnoreMerges = source.Flag("ignore_merges", otherwise: false),
            ContinuingPrefix = source.Text("continuing_subword_prefix", ""),
            WordSuffix = source.Text("end_of_word_suffix", ""),
        };
        return new BytePairVocabulary(tokens, Merges(tokens, source.List("merges").Select(Pair), options.ContinuingPrefix), options);
    }

    /// <summary>The merge rules of pairs of tokens, in order.</summary>
    /// <param name="tokens">The vocabulary, which must hold each pair and what it becomes.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="continuingPrefix">What the second token of a pair loses when it is merged.</param>
    public static MergeTable Merges(TokenTable tokens, IEnumerable<(string Left, string Right)> pairs, string continuingPrefix)
    {
        var merges = new MergeTable();
        int rank = 0;
        foreach ((string left, string right) in pairs)
        {
            string end = continuingPrefix.Length > 0 && right.StartsWith(continuingPrefix, StringComparison.Ordinal)
                ? right[continuingPrefix.Length..]
                : right;
            merges.Add(Id(left), Id(right), new MergeRule(rank++, Id(left + end)));
        }

        return merges;

        int Id(string token) => tokens.IdOf(token)
            ?? throw new InvalidInputException($"merge {rank} needs the token '{token}', which is not in the vocabulary.");
    }

    /// <summary>The two tokens of a merge written with a space between them.</summary>
    public static (string Left, string Right) Pair(string merge) => merge.Split(' ') is [{ Length: > 0 } left, { Length: > 0 } right]
        ? (left, right)
        : throw new InvalidInputException($"a merge must be two tokens with one space between them, found '{merge}'.");

    private static (string Left, string Right) Pair(JsonElement source)
    {
        if (source.ValueKind == JsonValueKind.String)
        {
            return Pair(source.GetString()!);
        }

        return source.ValueKind == JsonValueKind.Array && source.GetArrayLength() == 2
            ? (source[0].AsText("merges"), source[1].AsText("merges"))
            : throw new InvalidInputException($"a merge must be two tokens, found {JsonFields.Describe(source)}.");
    }
}
