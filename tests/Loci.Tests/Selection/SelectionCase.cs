using System.Text.Json;
using Loci.TestSupport;
using Loci.Tensors;

namespace Loci.Tests.Selection;

/// <summary>One case of fixtures/selection; its README says what the tensors mean.</summary>
public sealed record SelectionCase(string Name, string Path, int Dimensions, double Noise, double Prior, IReadOnlyDictionary<double, int> PrefixLengths,
    IReadOnlyDictionary<string, double> Gaps)
{
    public static TheoryData<string> Sifts => new(Names(other: false));

    public static TheoryData<string> Others => new(Names(other: true));

    public static SelectionCase Load(string name)
    {
        using JsonDocument document = Document();
        JsonElement entry = Entries(document).Single(e => e.GetProperty("name").ValueEquals(name));
        var prefixes = entry.TryGetProperty("adaptive", out JsonElement adaptive)
            ? adaptive.EnumerateArray().ToDictionary(a => a.GetProperty("alpha").GetDouble(), a => a.GetProperty("prefix_length").GetInt32())
            : [];
        return new SelectionCase(
            name,
            System.IO.Path.Combine(Fixtures.Folder("selection"), entry.GetProperty("file").GetString()!),
            entry.GetProperty("d").GetInt32(),
            entry.GetProperty("lambda_").GetDouble(),
            entry.TryGetProperty("prior", out JsonElement prior) ? prior.GetDouble() : double.NaN,
            prefixes,
            Functions(entry));
    }

    public SafetensorsFile Open() => SafetensorsFile.Open(Path);

    /// <summary>How far the best candidate was ahead of the next, at the closest step of each function that is checked by index.</summary>
    private static Dictionary<string, double> Functions(JsonElement entry) => !entry.TryGetProperty("functions", out JsonElement functions) ? [] :
        functions.EnumerateObject().Where(f => f.Value.GetProperty("min_gap").ValueKind == JsonValueKind.Number)
            .ToDictionary(f => f.Name, f => f.Value.GetProperty("min_gap").GetDouble());

    private static string[] Names(bool other)
    {
        using JsonDocument document = Document();
        return [.. Entries(document).Where(e => e.TryGetProperty("kind", out _) == other).Select(e => e.GetProperty("name").GetString()!)];
    }

    private static JsonDocument Document() => JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Fixtures.Folder("selection"), "cases.json")));

    private static JsonElement.ArrayEnumerator Entries(JsonDocument document) => document.RootElement.GetProperty("cases").EnumerateArray();
}
