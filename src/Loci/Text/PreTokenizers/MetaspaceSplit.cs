namespace Loci.Text.PreTokenizers;

/// <summary>Writes spaces as a visible mark, and may cut before each of them.</summary>
/// <param name="mark">What a space becomes, usually U+2581.</param>
/// <param name="scheme">Which pieces get a mark in front when they have none.</param>
/// <param name="cut">Whether each mark opens a word.</param>
internal sealed class MetaspaceSplit(string mark, PrependScheme scheme, bool cut) : IPreTokenizer
{
    private readonly PatternSplit _beforeMarks = new(new LiteralPattern(mark), SplitBehavior.MergedWithNext);

    /// <inheritdoc/>
    public int Growth => 1 + mark.Length; // a mark in front of a word of one letter

    /// <inheritdoc/>
    public void Split(Piece piece, List<Piece> words)
    {
        string text = piece.Text.Replace(" ", mark, StringComparison.Ordinal);
        bool wantsMark = scheme == PrependScheme.Always || (scheme == PrependScheme.First && piece.OpensText);
        if (wantsMark && !text.StartsWith(mark, StringComparison.Ordinal))
        {
            text = mark + text;
        }

        piece = piece with { Text = text };
        if (cut)
        {
            _beforeMarks.Split(piece, words);
        }
        else
        {
            words.Add(piece);
        }
    }
}
