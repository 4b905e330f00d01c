using Loci.Hub;

namespace Loci.Torch.Describing;

/// <summary>Finds what a folder says of its licence. It is the maker's word, not a judgement.</summary>
internal static class Licence
{
    private const int LongestHead = 1 << 16;
    private const string NotStated = "not stated";

    /// <summary>The licence in the front matter of README.md, such as <c>apache-2.0</c>; else where it can be read; else <c>not stated</c>.</summary>
    public static string Of(string folder) => Stated(Path.Combine(folder, "README.md")) ?? File(folder) ?? NotStated;

    private static string? Stated(string readme)
    {
        if (!System.IO.File.Exists(readme)) return null;
        string[] lines = [.. Head(readme)];
        if (lines is not ["---", ..]) return null;
        string[] front = [.. lines.Skip(1).TakeWhile(line => line != "---")];
        return Value(front, "license") switch
        {
            null or "" => FirstOfList(front),
            "other" => Value(front, "license_name") ?? "other",
            var stated => stated,
        };
    }

    private static IEnumerable<string> Head(string path)
    {
        using var reader = new StreamReader(path);
        var read = 0;
        while (read < LongestHead && reader.ReadLine() is { } line)
        {
            read += line.Length + 1;
            yield return line.TrimEnd();
        }
    }

    private static string? Value(string[] front, string key) => front.FirstOrDefault(line => line.StartsWith(key + ":", StringComparison.Ordinal)) is { } line
        ? HubFileName.Visible(line[(key.Length + 1)..].Trim().Trim('"', '\''))
        : null;

    /// <summary>Where several are stated, they follow as a list.</summary>
    private static string? FirstOfList(string[] front)
    {
        var items = front.SkipWhile(line => line != "license:").Skip(1).TakeWhile(line => line.TrimStart().StartsWith("- ", StringComparison.Ordinal)).Select(line => HubFileName.Visible(line.TrimStart()[2..].Trim().Trim('"', '\'')));
        return string.Join(", ", items) is { Length: > 0 } list ? list : null;
    }

    private static string? File(string folder) => Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        .FirstOrDefault(name => name.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase) || name.StartsWith("LICENCE", StringComparison.OrdinalIgnoreCase)) is { } name ? $"see {HubFileName.Visible(name)}" : null;
}
