using System.Text.Json;
using Loci.Text.Reading;

namespace Loci.Text;

/// <summary>Reads a published tokenizer: <c>tokenizer.json</c>, or GPT-2's <c>vocab.json</c> with <c>merges.txt</c>.</summary>
public static class TokenizerLoader
{
    private const string Fast = "tokenizer.json";

    /// <summary>Names that published models give to the token that opens a text, most specific first.</summary>
    private static readonly string[] Openings = ["<|begin_of_text|>", "<s>", "<bos>", "<|endoftext|>", "[CLS]"];

    private static readonly string[] Endings = ["<|end_of_text|>", "<|endoftext|>", "</s>", "<eos>", "[SEP]"];

    /// <summary>Reads the tokenizer in a model's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="beginningOfText">The opening token by the model's configuration; the tokenizer's own configuration goes before it.</param>
    /// <param name="endOfText">The ending token by the model's configuration.</param>
    /// <exception cref="InvalidInputException">There is no tokenizer, or it is damaged or of a kind that is not supported.</exception>
    public static Tokenizer Load(string folder, int? beginningOfText = null, int? endOfText = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var fast = Path.Combine(folder, Fast);
        if (File.Exists(fast)) return LoadFile(fast, beginningOfText, endOfText);
        string vocabulary = Path.Combine(folder, "vocab.json"), merges = Path.Combine(folder, "merges.txt");
        if (!File.Exists(vocabulary) || !File.Exists(merges))
            throw new InvalidInputException($"{folder}: expected {Fast}, or vocab.json with merges.txt, found neither. A model folder needs its tokenizer beside the weights.");
        return Guarded(vocabulary, () => Named(Gpt2Reader.Read(Parse(vocabulary), File.ReadAllLines(merges)), folder, beginningOfText, endOfText));
    }

    /// <summary>Reads one <c>tokenizer.json</c>, whatever its name; <c>tokenizer_config.json</c> beside it names the opening and ending tokens.</summary>
    public static Tokenizer LoadFile(string file, int? beginningOfText = null, int? endOfText = null) => Guarded(file, () =>
    {
        if (!File.Exists(file)) throw new InvalidInputException("expected a tokenizer file, found none.");
        var root = Parse(file);
        var (prefix, suffix) = root.Optional("post_processor") is { } template ? TemplateReader.Read(template) : ([], []);
        var parts = new TokenizerParts(VocabularyReader.Read(root.Required("model")))
        {
            AddedTokens = AddedTokenReader.Read(root),
            Normalizer = root.Optional("normalizer") is { } normalizer ? NormalizerReader.Read(normalizer) : null,
            PreTokenizer = root.Optional("pre_tokenizer") is { } words ? PreTokenizerReader.Read(words) : null,
            Decoder = root.Optional("decoder") is { } decoder ? DecoderReader.Read(decoder) : null,
            Prefix = prefix,
            Suffix = suffix,
        };
        return Named(parts, Path.GetDirectoryName(Path.GetFullPath(file))!, beginningOfText, endOfText);
    });

    private static Tokenizer Named(TokenizerParts parts, string folder, int? beginningOfText, int? endOfText)
    {
        var configuration = Path.Combine(folder, "tokenizer_config.json");
        JsonElement? settings = File.Exists(configuration) ? Parse(configuration) : null;
        var plain = new Tokenizer(parts);
        return new Tokenizer(parts with
        {
            BeginningOfText = Token(settings, "bos_token") ?? beginningOfText ?? Known(Openings),
            EndOfText = Token(settings, "eos_token") ?? endOfText ?? Known(Endings),
        });

        int? Known(string[] names) => names.Select(plain.IdOf).FirstOrDefault(id => id is not null);

        int? Token(JsonElement? owner, string name) => owner?.Optional(name) switch
        {
            { ValueKind: JsonValueKind.String } token => plain.IdOf(token.GetString()!),
            { ValueKind: JsonValueKind.Object } token => plain.IdOf(token.Text("content")),
            _ => null,
        };
    }

    private static JsonElement Parse(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new InvalidInputException($"expected a JSON object, found {document.RootElement.ValueKind}.");
    }

    private static Tokenizer Guarded(string file, Func<Tokenizer> read)
    {
        try
        {
            return read();
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"{file}: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{file}: expected JSON, found a mistake at line {e.LineNumber + 1}. The file may be cut short; fetch it again.", e);
        }
    }
}
