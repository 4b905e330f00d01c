namespace Loci.Text.PreTokenizers;

/// <summary>Several pre-tokenizers, each cutting the words of the one before.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    /// <inheritdoc/>
    public int Growth => Text.Growth.Product(steps.Select(step => step.Growth));

    /// <inheritdoc/>
    public void Split(Piece piece, List<Piece> words)
    {
        var current = new List<Piece> { piece };
        var next = new List<Piece>();
        foreach (IPreTokenizer step in steps)
        {
            foreach (Piece one in current)
            {
                step.Split(one, next);
            }

            (current, next) = (next, current);
            next.Clear();
        }

        words.AddRange(current);
    }
}
