namespace Loci.Torch.Tests;

/// <summary>A configuration of every family of decoders, each small enough for any test and with all that is peculiar to it.</summary>
internal static class TinyFamilies
{
    private const string Common = """
        "vocab_size": 260, "bos_token_id": 0, "eos_token_id": 0, "initializer_range": 0.2, "max_position_embeddings": 24, "hidden_size": 32,
        """;

    private const string Blocks = """
        "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 48,
        """;

    public const string GptNeo = $$"""
        { "model_type": "gpt_neo", {{Common}} "num_layers": 2, "num_heads": 4, "attention_types": [[["global", "local"], 1]], "window_size": 5 }
        """;

    public const string GptNeoX = $$"""
        { "model_type": "gpt_neox", {{Common}} {{Blocks}} "rotary_pct": 0.5, "rotary_emb_base": 10000 }
        """;

    public const string Mistral = $$"""
        { "model_type": "mistral", {{Common}} {{Blocks}} "num_key_value_heads": 2, "sliding_window": 5 }
        """;

    public const string Qwen2 = $$"""
        {
          "model_type": "qwen2", {{Common}} {{Blocks}} "num_key_value_heads": 2, "tie_word_embeddings": true,
          "use_sliding_window": true, "sliding_window": 5, "max_window_layers": 1
        }
        """;

    public const string Qwen3 = $$"""
        { "model_type": "qwen3", {{Common}} {{Blocks}} "num_key_value_heads": 2, "head_dim": 16 }
        """;

    public const string Phi3 = $$"""
        { "model_type": "phi3", {{Common}} {{Blocks}} "sliding_window": 5 }
        """;

    public const string LongRope = $$"""
        {
          "model_type": "phi3", {{Common}} {{Blocks}} "original_max_position_embeddings": 12, "partial_rotary_factor": 0.5,
          "rope_scaling": { "type": "longrope", "short_factor": [1, 1.5], "long_factor": [2, 6] }
        }
        """;

    public const string Gemma2 = $$"""
        {
          "model_type": "gemma2", {{Common}} {{Blocks}} "num_key_value_heads": 2, "head_dim": 8, "query_pre_attn_scalar": 6,
          "attn_logit_softcapping": 2, "final_logit_softcapping": 6, "sliding_window": 5
        }
        """;

    /// <summary>All of them, those of Llama and GPT-2 too.</summary>
    public static TheoryData<string> All => [TinyModel.Llama, TinyModel.Gpt2, GptNeo, GptNeoX, Mistral, Qwen2, Qwen3, Phi3, LongRope, Gemma2];
}
