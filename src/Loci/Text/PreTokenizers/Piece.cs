namespace Loci.Text.PreTokenizers;

/// <summary>A stretch of normalised text on its way to the model.</summary>
/// <param name="Text">Its characters.</param>
/// <param name="OpensText">Whether it begins where the text to be encoded begins; some vocabularies mark only that word.</param>
internal readonly record struct Piece(string Text, bool OpensText);
