using Loci.Text.Reading;

namespace Loci.Text;

/// <summary>
/// Reads tokenizers in the form of the Hugging Face hub: <c>tokenizer.json</c> with a BPE, Unigram or WordPiece model, or GPT-2's
/// <c>vocab.json</c> and <c>merges.txt</c>. Ids are those of the library that wrote the file.
/// </summary>
public static class TokenizerLoader
{
    /// <summary>Loads the tokenizer of a model.</summary>
    /// <param name="path">The model's folder, or a <c>tokenizer.json</c> itself. <c>tokenizer_config.json</c> next to it is read where there is one.</param>
    /// <param name="beginningOfText">
    /// <c>bos_token_id</c> of the model's <c>config.json</c>; used where <c>tokenizer_config.json</c> does not name the token. Default: well-known names.
    /// </param>
    /// <param name="endOfText"><c>eos_token_id</c> of the model's <c>config.json</c>, likewise.</param>
    /// <exception cref="InvalidInputException">There is no tokenizer, or it is corrupt or of a kind that is not supported.</exception>
    public static Tokenizer Load(string path, int? beginningOfText = null, int? endOfText = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isFile = File.Exists(path);
        string folder = isFile ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        string configuration = Path.Combine(folder, "tokenizer_config.json");
        string file = isFile ? path : Path.Combine(folder, "tokenizer.json");

        TokenizerParts parts = File.Exists(file)
            ? TokenizerFile.Read(file, TokenizerJsonReader.Read)
            : ReadPair(folder, configuration);
        var bare = new Tokenizer(parts);
        (int? beginning, int? end) = new TextMarkers(beginningOfText, endOfText).Find(configuration, bare.IdOf);
        RequireWithin(bare, file, beginning, end, [.. parts.Prefix, .. parts.Suffix]);
        return new Tokenizer(parts with { BeginningOfText = beginning, EndOfText = end });
    }

    private static TokenizerParts ReadPair(string folder, string configuration)
    {
        string vocabulary = Path.Combine(folder, "vocab.json");
        string merges = Path.Combine(folder, "merges.txt");
        return File.Exists(vocabulary) && File.Exists(merges)
            ? Gpt2FilesReader.Read(vocabulary, merges, configuration)
            : throw new InvalidInputException(
                $"No tokenizer found in {folder}: expected tokenizer.json, or vocab.json and merges.txt. A SentencePiece tokenizer.model must be converted to tokenizer.json first.");
    }

    private static void RequireWithin(Tokenizer tokenizer, string file, int? beginning, int? end, int[] template)
    {
        foreach (int id in template.Append(beginning ?? 0).Append(end ?? 0))
        {
            if (id < 0 || id >= tokenizer.VocabularySize)
            {
                throw new InvalidInputException(
                    $"The tokenizer {file} has {tokenizer.VocabularySize} tokens, but token {id} is to open or end a text. Do the files belong together?");
            }
        }
    }
}
