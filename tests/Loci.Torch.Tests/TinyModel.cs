using Loci.Text;
using Loci.Torch.Checkpoints;
using Loci.Torch.Training;
using static TorchSharp.torch;

namespace Loci.Torch.Tests;

/// <summary>A folder with a tiny random model and a tokenizer of bytes, gone when disposed.</summary>
internal sealed class TinyModel : IDisposable
{
    public const int Context = 24;

    public const string Llama = """
        {
          "model_type": "llama", "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
          "num_key_value_heads": 2, "max_position_embeddings": 24, "vocab_size": 260, "tie_word_embeddings": true,
          "bos_token_id": 0, "eos_token_id": 0, "initializer_range": 0.2
        }
        """;

    public const string Gpt2 = """
        {
          "model_type": "gpt2", "n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 24, "vocab_size": 260,
          "bos_token_id": 0, "eos_token_id": 0, "initializer_range": 0.2
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-test-");

    public TinyModel(string config = Llama)
    {
        File.WriteAllText(Config, config);
        BytePairTrainer.Train(["Byte by byte."], 257, ["<|endoftext|>"], TestContext.Current.CancellationToken).Save(Folder);
        var blueprint = Families.Read(Config);
        using var store = FreshWeights.Create(blueprint, ScalarType.Float32, seed: 7);
        CheckpointWriter.Save(Folder, blueprint, store, half: false);
    }

    public string Folder => _folder.FullName;

    public string Config => Path.Combine(Folder, "config.json");

    public string Weights => Path.Combine(Folder, "model.safetensors");

    /// <summary>Token ids that look random and are the same every time.</summary>
    public static int[] Tokens(int seed, int count = Context)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 257))];
    }

    public CausalLanguageModel Load(Precision precision = Precision.Float32) => CausalLanguageModel.Load(Folder, new LoadOptions { Precision = precision });

    public void Dispose() => _folder.Delete(recursive: true);
}
