namespace Loci.Formats.Prose;

/// <summary>What headings, list items and cells are set apart with: as in Markdown, which readers of plain text know.</summary>
internal static class Markers
{
    /// <summary>Between the cells of a row.</summary>
    public const string Cell = " | ";

    /// <summary>Before an item without a number.</summary>
    public const string Bullet = "- ";

    /// <summary>Before a heading of a level from 1; deeper ones than 6 count as 6.</summary>
    public static string Heading(int level) => $"{new string('#', Math.Clamp(level, 1, 6))} ";

    /// <summary>Before an item with a number.</summary>
    public static string Number(int number) => $"{number}. ";
}
