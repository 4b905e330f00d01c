namespace Loci.Text.PreTokenizers;

/// <summary>Writes text as characters of the <see cref="ByteAlphabet"/>, cut into words first where a pattern is given.</summary>
/// <param name="addPrefixSpace">Whether a piece that does not begin with a space gets one.</param>
/// <param name="pattern">The pattern of the words, or null to keep pieces whole.</param>
internal sealed class ByteLevelSplit(bool addPrefixSpace, ITextPattern? pattern) : IPreTokenizer
{
    /// <inheritdoc/>
    public int Growth => 4; // up to three bytes of a UTF-16 unit, and the space in front

    /// <inheritdoc/>
    public void Split(Piece piece, List<Piece> words)
    {
        string text = addPrefixSpace && !piece.Text.StartsWith(' ') ? " " + piece.Text : piece.Text;
        if (pattern is null)
        {
            words.Add(piece with { Text = ByteAlphabet.Encode(text) });
            return;
        }

        var stretches = new List<Stretch>();
        pattern.Cut(text, stretches);
        foreach (Stretch stretch in stretches)
        {
            string word = ByteAlphabet.Encode(text.AsSpan(stretch.Start, stretch.End - stretch.Start));
            words.Add(new Piece(word, piece.OpensText && stretch.Start == 0));
        }
    }
}
