using System.Text.RegularExpressions;

namespace Loci.Hub;

/// <summary>Which files of a repository make a model that can be used here: descriptions, tokenizer and safetensors; never a format that can run code.</summary>
internal static partial class ModelFiles
{
    private const string Weights = "model.safetensors";
    private const string Index = "model.safetensors.index.json";
    private const string Adapter = "adapter_model.safetensors";
    private const int MostNamed = 4;

    private static readonly string[] Descriptions =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt",
        "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "chat_template.jinja", "chat_template.json", "modules.json", "sentence_bert_config.json",
        "config_sentence_transformers.json", "adapter_config.json", "README.md",
    ];

    private static readonly string[] OtherWeights = [".safetensors", ".bin", ".pt", ".pth", ".pkl", ".ckpt", ".msgpack", ".h5", ".onnx", ".gguf", ".ot", ".npz"];

    /// <summary>The files to fetch, descriptions first.</summary>
    /// <exception cref="InvalidInputException">There are no weights that can be used.</exception>
    public static IReadOnlyList<HubFileName> Of(RepositoryName repository, HubRevision revision)
    {
        HubFileName[] weights = [.. revision.Files.Where(IsWeights(revision.Files))];
        if (weights.Length > 0) return [.. revision.Files.Where(IsDescription), .. weights];
        string[] others = [.. revision.Files.Select(file => file.Text).Where(name => OtherWeights.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)))];
        var found = others.Length == 0 ? "none" : $"{string.Join(", ", others.Take(MostNamed))}{(others.Length > MostNamed ? ", …" : "")}";
        throw new InvalidInputException($"{repository}: expected weights in {Weights} or in its shards, found {found}. Nothing was downloaded: pickles can run code, and other formats are not read. Look for a safetensors version of the model, perhaps at another --revision (such as refs/pr/1), or convert it.");
    }

    private static Func<HubFileName, bool> IsWeights(IReadOnlyList<HubFileName> files)
    {
        bool Has(string name) => files.Any(file => file.Text == name);
        var (whole, sharded) = (Has(Weights), Has(Index));
        return file => file.Text switch
        {
            Weights or Adapter => true,
            _ => !whole && sharded && Shard().IsMatch(file.Text) && !file.Text.StartsWith("consolidated", StringComparison.Ordinal),
        };
    }

    private static bool IsDescription(HubFileName file) =>
        Descriptions.Contains(file.Text, StringComparer.Ordinal) || file.Text == Index || Licence().IsMatch(file.Text) || Module().IsMatch(file.Text);

    [GeneratedRegex(@"^[^/]+-\d{5}-of-\d{5}\.safetensors$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shard();

    [GeneratedRegex(@"^(LICEN[SC]E|NOTICE)[^/]{0,40}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Licence();

    /// <summary>The parts of a sentence-transformers model after its encoder.</summary>
    [GeneratedRegex(@"^\d+_[A-Za-z]+/(config\.json|model\.safetensors)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Module();
}
