namespace Loci.Text.PreTokenizers;

/// <summary>Cuts text at the matches of a pattern.</summary>
/// <param name="pattern">What to look for.</param>
/// <param name="behavior">What becomes of the matches.</param>
/// <param name="invert">Whether matches and the text between them change roles.</param>
internal sealed class PatternSplit(ITextPattern pattern, SplitBehavior behavior, bool invert = false) : IPreTokenizer
{
    /// <inheritdoc/>
    public void Split(Piece piece, List<Piece> words)
    {
        var stretches = new List<Stretch>();
        pattern.Cut(piece.Text, stretches);
        foreach (Stretch stretch in Arrange(stretches))
        {
            if (behavior != SplitBehavior.Removed || stretch.Matched == invert)
            {
                words.Add(new Piece(piece.Text[stretch.Start..stretch.End], piece.OpensText && stretch.Start == 0));
            }
        }
    }

    private List<Stretch> Arrange(List<Stretch> stretches) => behavior switch
    {
        SplitBehavior.MergedWithPrevious => Join(stretches, (before, one) => IsMatch(one) && !IsMatch(before)),
        SplitBehavior.MergedWithNext => Join(stretches, (before, one) => IsMatch(before) && !IsMatch(one)),
        SplitBehavior.Contiguous => Join(stretches, (before, one) => IsMatch(before) == IsMatch(one)),
        _ => stretches,
    };

    private bool IsMatch(Stretch stretch) => stretch.Matched != invert;

    private static List<Stretch> Join(List<Stretch> stretches, Func<Stretch, Stretch, bool> belongTogether)
    {
        var joined = new List<Stretch>(stretches.Count);
        for (int i = 0; i < stretches.Count; i++)
        {
            if (i > 0 && belongTogether(stretches[i - 1], stretches[i]))
            {
                joined[^1] = joined[^1] with { End = stretches[i].End };
            }
            else
            {
                joined.Add(stretches[i]);
            }
        }

        return joined;
    }
}
