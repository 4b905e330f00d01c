namespace Loci.Text;

/// <summary>Reads a model's tokenizer.</summary>
public static class TokenizerLoader
{
    /// <summary>Reads the tokenizer in <paramref name="folder"/>.</summary>
    public static Tokenizer Load(string folder, int? beginningOfText = null, int? endOfText = null) =>
        throw new InvalidInputException($"{folder}: no tokenizer ({beginningOfText}, {endOfText}).");
}
