using System.Text.Json;
using Loci.Tensors;

namespace Loci.TestSupport;

/// <summary>Makes a folder with a tiny static model (Model2Vec): a vector for every word of a small vocabulary.</summary>
public static class StaticFolder
{
    public const int Dimensions = 8;

    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "the", "fox", "lives", "by", "river", "kettles", "whistle", "when", "water", "boils", "."];

    /// <summary>Fills <paramref name="folder"/> and returns it; another seed gives another model.</summary>
    public static string Make(string folder, int seed = 1)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(seed);
        float[] table = [.. Enumerable.Range(0, Vocabulary.Length * Dimensions).Select(_ => random.NextSingle() - 0.5f)];
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), [TensorData.FromSingles("embeddings", table, Vocabulary.Length, Dimensions)]);
        File.WriteAllText(Path.Combine(folder, "config.json"), """{"model_type":"model2vec","architectures":["StaticModel"],"normalize":true}""");
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), JsonSerializer.Serialize(Tokenizer));
        return folder;
    }

    private static object Tokenizer => new
    {
        added_tokens = Vocabulary.Take(2).Select((content, id) => new { id, content, single_word = false, lstrip = false, rstrip = false, normalized = false, special = true }),
        normalizer = new { type = "BertNormalizer", clean_text = true, handle_chinese_chars = true, strip_accents = (bool?)null, lowercase = true },
        pre_tokenizer = new { type = "BertPreTokenizer" },
        decoder = new { type = "WordPiece", prefix = "##", cleanup = true },
        model = new
        {
            type = "WordPiece", unk_token = "[UNK]", continuing_subword_prefix = "##", max_input_chars_per_word = 100,
            vocab = Vocabulary.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id),
        },
    };
}
