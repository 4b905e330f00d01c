using Loci.Learning;
using Spectre.Console;
using PlainText = Spectre.Console.Text;

namespace Loci.Cli.Hosting;

/// <summary>Picked chunks as a table for people.</summary>
internal static class PickTable
{
    private const int Excerpt = 90;

    public static Table Of(IReadOnlyList<PickedChunk> picks)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("#", "chunk", "σ after", "score", "begins");
        for (var i = 0; i < picks.Count; i++)
        {
            var pick = picks[i];
            table.AddRow(new PlainText($"{i + 1}"), new PlainText($"{pick.Id}"), new PlainText($"{pick.Uncertainty:0.000}"), new PlainText($"{pick.Score:0.000}"), new PlainText(Begins(pick.Text)));
        }
        return table;
    }

    /// <summary>The first words of a text on one line.</summary>
    public static string Begins(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length > Excerpt ? line[..Excerpt] + "…" : line;
    }
}
