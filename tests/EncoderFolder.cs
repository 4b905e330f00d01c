using System.Text.Json;

namespace Loci.TestSupport;

/// <summary>Makes a folder with a tiny encoder and a tokenizer of letters.</summary>
public static class EncoderFolder
{
    /// <summary>The tokens [PAD], [UNK], [CLS] and [SEP], and every lower-case letter at the start of a word and within one.</summary>
    private static readonly string[] Vocabulary =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", ".", "!", .. Enumerable.Range('a', 26).SelectMany(letter => new[] { $"{(char)letter}", $"##{(char)letter}" }),
    ];

    /// <summary>Fills <paramref name="folder"/> with the weights of the fixture <paramref name="fixture"/>, and returns it.</summary>
    public static string Make(string folder, string fixture = "bert")
    {
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "config.json", "model.safetensors" })
            File.WriteAllBytes(Path.Combine(folder, name), File.ReadAllBytes(Path.Combine(Fixtures.Copies, "models", fixture, name)));
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), JsonSerializer.Serialize(Tokenizer));
        return folder;
    }

    private static object Tokenizer => new
    {
        added_tokens = Vocabulary.Take(4).Select((content, id) => new { id, content, single_word = false, lstrip = false, rstrip = false, normalized = false, special = true }),
        normalizer = new { type = "BertNormalizer", clean_text = true, handle_chinese_chars = true, strip_accents = (bool?)null, lowercase = true },
        pre_tokenizer = new { type = "BertPreTokenizer" },
        post_processor = new { type = "BertProcessing", sep = new object[] { "[SEP]", 3 }, cls = new object[] { "[CLS]", 2 } },
        decoder = new { type = "WordPiece", prefix = "##", cleanup = true },
        model = new
        {
            type = "WordPiece", unk_token = "[UNK]", continuing_subword_prefix = "##", max_input_chars_per_word = 100,
            vocab = Vocabulary.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id),
        },
    };
}
