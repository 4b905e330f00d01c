using Loci.TestSupport;

namespace Loci.Cli.Tests.Support;

/// <summary>A real model that is small enough for every test, and one still smaller to train.</summary>
internal static class TinyModel
{
    public const string Text = "Once upon a time there was a small fox. The fox lived by the river and liked to look for tiles that shine. ";

    /// <summary>A recipe of a model of some thousand parameters.</summary>
    public const string Recipe = """
        {
          "model": {
            "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 16, "num_hidden_layers": 1,
            "num_attention_heads": 2, "num_key_value_heads": 2, "intermediate_size": 32, "max_position_embeddings": 32,
            "hidden_act": "silu", "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": true, "initializer_range": 0.02
          },
          "vocabulary": 280,
          "training": { "window_length": 16, "batch_size": 2, "checkpoint_every": 1000, "validate_every": 1000, "seed": 1 }
        }
        """;

    /// <summary>A published model of 260 thousand parameters.</summary>
    public static string Folder => Path.Combine(Fixtures.Copies, "published", "stories260K", "hf");
}
