using Loci.Reports.Sections;

namespace Loci.Reports;

/// <summary>The page's own style and script, from the assembly.</summary>
internal static class PageStyle
{
    /// <summary>What runs on the page: the switch of light and dark, sorting, and the numbers of a token.</summary>
    public static string Script { get; } = Read("page.js");

    /// <summary>How the page looks.</summary>
    /// <param name="methods">Methods that can be chosen.</param>
    public static string Sheet(int methods) => Read("page.css") + Choice.Rules(methods);

    private static string Read(string name)
    {
        using var stream = typeof(PageStyle).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly has no {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
