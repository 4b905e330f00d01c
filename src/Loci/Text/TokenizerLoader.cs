using Loci.Text.Reading;

namespace Loci.Text;

/// <summary>
/// Reads tokenizers in the form of the Hugging Face hub: <c>tokenizer.json</c> with a BPE, Unigram or WordPiece model, or GPT-2's
/// <c>vocab.json</c> and <c>merges.txt</c>. Ids are those of the library that wrote the file.
/// </summary>
public static class TokenizerLoader
{
    private const string Fast = "tokenizer.json";
    private const string Configuration = "tokenizer_config.json";

    /// <summary>Loads the tokenizer of a model.</summary>
    /// <param name="path">
    /// The model's folder, or its <c>tokenizer.json</c> under whatever name. <c>tokenizer_config.json</c> in the same folder, where there is one,
    /// names the tokens that open and end texts.
    /// </param>
    /// <param name="beginningOfText">
    /// <c>bos_token_id</c> of the model's <c>config.json</c>; used where <c>tokenizer_config.json</c> does not name the token. Default: well-known names.
    /// </param>
    /// <param name="endOfText"><c>eos_token_id</c> of the model's <c>config.json</c>, likewise.</param>
    /// <exception cref="InvalidInputException">There is no tokenizer, or it is corrupt or of a kind that is not supported.</exception>
    public static Tokenizer Load(string path, int? beginningOfText = null, int? endOfText = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isFile = File.Exists(path);
        string folder = isFile ? Path.GetDirectoryName(Path.GetFullPath(path)) ?? "" : path;
        string fast = isFile ? path : Path.Combine(folder, Fast);
        TokenizerParts parts = File.Exists(fast) ? TokenizerFile.Read(fast, TokenizerJsonReader.Read) : ReadPair(folder);
        return WithMarkers(parts, folder, new TextMarkers(beginningOfText, endOfText));
    }

    private static Tokenizer WithMarkers(TokenizerParts parts, string folder, TextMarkers markers)
    {
        var bare = new Tokenizer(parts);
        (int? beginning, int? end) = markers.Find(Path.Combine(folder, Configuration), bare.IdOf);
        RequireWithin(bare, folder, [.. parts.Prefix, .. parts.Suffix, .. new[] { beginning, end }.OfType<int>()]);
        return new Tokenizer(parts with { BeginningOfText = beginning, EndOfText = end });
    }

    private static TokenizerParts ReadPair(string folder)
    {
        string vocabulary = Path.Combine(folder, "vocab.json");
        string merges = Path.Combine(folder, "merges.txt");
        return File.Exists(vocabulary) && File.Exists(merges)
            ? Gpt2FilesReader.Read(vocabulary, merges, Path.Combine(folder, Configuration))
            : throw new InvalidInputException(
                $"No tokenizer found in {folder}: expected {Fast}, or vocab.json and merges.txt. A SentencePiece tokenizer.model must be converted to {Fast} first.");
    }

    private static void RequireWithin(Tokenizer tokenizer, string folder, int[] ids)
    {
        foreach (int id in ids)
        {
            if (id < 0 || id >= tokenizer.VocabularySize)
            {
                throw new InvalidInputException(
                    $"The tokenizer in {folder} has {tokenizer.VocabularySize} tokens, but token {id} is to open or end a text. Do its files belong together?");
            }
        }
    }
}
