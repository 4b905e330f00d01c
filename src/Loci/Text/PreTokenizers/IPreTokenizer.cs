namespace Loci.Text.PreTokenizers;

/// <summary>Cuts a piece of text into the words that the model sees one by one, and may rewrite them.</summary>
internal interface IPreTokenizer
{
    /// <summary>Appends the words of a piece; empty ones are left out.</summary>
    void Split(Piece piece, List<Piece> words);

    /// <summary>How many times as long the words together may become at most.</summary>
    int Growth => 1;
}
