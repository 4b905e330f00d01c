using Loci.Text.PreTokenizers;

namespace Loci.Text;

/// <summary>Something to look for in text. Matches do not overlap, the leftmost comes first, and empty ones do not count.</summary>
internal interface ITextPattern
{
    /// <summary>Appends the stretches of the text, matched and not, in order; together they are the whole text.</summary>
    void Cut(string text, List<Stretch> stretches);

    /// <summary>The text with each match replaced.</summary>
    string Replace(string text, string content);
}
