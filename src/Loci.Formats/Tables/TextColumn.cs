namespace Loci.Formats;

/// <summary>Which column of a table holds the text.</summary>
internal static class TextColumn
{
    private const int MostListed = 40;

    private static readonly string[] Usual = ["text", "content", "body", "document"];

    /// <summary>The position of the column that was asked for, else of the first usual one; case does not matter.</summary>
    /// <param name="columns">Their names.</param>
    /// <param name="wanted">The name that was asked for, or null.</param>
    /// <param name="name">The file, named in errors.</param>
    /// <exception cref="InvalidInputException">There is no such column; the message lists those there are.</exception>
    public static int Find(IReadOnlyList<string> columns, string? wanted, string name)
    {
        foreach (var candidate in wanted is null ? Usual : [wanted])
        {
            for (var i = 0; i < columns.Count; i++)
                if (string.Equals(columns[i], candidate, StringComparison.OrdinalIgnoreCase)) return i;
        }
        var listed = string.Join(", ", columns.Take(MostListed)) + (columns.Count > MostListed ? ", …" : "");
        throw new InvalidInputException($"{name}: expected a column {(wanted is null ? "text, content, body or document" : wanted)} that holds the text, found the columns {listed}. Name the column that does.");
    }
}
