namespace Loci.Text.PreTokenizers;

/// <summary>Cuts a piece of text into the words that the model sees one by one, and may rewrite them.</summary>
internal interface IPreTokenizer
{
    /// <summary>Appends the words of a piece; empty ones are left out.</summary>
    void Split(Piece piece, List<Piece> words);
}
