using System.Text.Json;

namespace Loci.Text.Reading;

/// <summary>Reads the <c>post_processor</c> of a tokenizer file: which ids go before and after a text.</summary>
internal static class TemplateReader
{
    private const int MostIds = 256; // a few hundred would be a prompt, not a mark

    /// <summary>The ids before and after a text.</summary>
    public static (int[] Prefix, int[] Suffix) Read(JsonElement source)
    {
        string type = source.Text("type");
        return type switch
        {
            "ByteLevel" => ([], []), // it only moves offsets
            "TemplateProcessing" => Template(source),
            "RobertaProcessing" or "BertProcessing" => ([Pair(source, "cls")], [Pair(source, "sep")]),
            "Sequence" => Sequence(source),
            _ => throw new InvalidInputException(
                $"the post-processor '{type}' is not supported; supported are ByteLevel, TemplateProcessing, RobertaProcessing, BertProcessing and Sequence."),
        };
    }

    private static (int[] Prefix, int[] Suffix) Sequence(JsonElement source)
    {
        (int[] Prefix, int[] Suffix) all = ([], []);
        foreach (JsonElement step in source.List("processors"))
        {
            (int[] prefix, int[] suffix) = Read(step);
            all = ([.. prefix, .. all.Prefix], [.. all.Suffix, .. suffix]);
            RequireFew(all.Prefix.Length + all.Suffix.Length);
        }

        return all;
    }

    private static (int[] Prefix, int[] Suffix) Template(JsonElement source)
    {
        List<int> prefix = [], suffix = [];
        int sequences = 0;
        foreach (JsonElement step in source.List("single"))
        {
            if (step.Optional("SpecialToken") is { } special)
            {
                (sequences == 0 ? prefix : suffix).AddRange(Ids(source, special.Text("id")));
                RequireFew(prefix.Count + suffix.Count);
            }
            else
            {
                step.Required("Sequence");
                sequences++;
            }
        }

        return sequences == 1
            ? ([.. prefix], [.. suffix])
            : throw new InvalidInputException($"the template for a single text must hold it once, found it {sequences} times.");
    }

    private static void RequireFew(int ids)
    {
        if (ids > MostIds)
        {
            throw new InvalidInputException($"the template puts more than {MostIds} tokens around a text, found {ids} or more.");
        }
    }

    private static IEnumerable<int> Ids(JsonElement source, string token) =>
        source.Required("special_tokens").Required(token).List("ids").Select(id => id.AsNumber("ids"));

    private static int Pair(JsonElement source, string name) =>
        source.List(name).Skip(1).Select(id => id.AsNumber(name)).FirstOrDefault(-1) is >= 0 and var id
            ? id
            : throw new InvalidInputException($"the field '{name}' must be a token and its id, found {JsonFields.Describe(source.Required(name))}.");
}
