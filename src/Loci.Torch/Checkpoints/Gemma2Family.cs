using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>Gemma 2: norms of (1 + w) before and after attention and MLP, scaled embeddings, capped scores and logits, a sliding window on every other layer.</summary>
internal static class Gemma2Family
{
    private const int DefaultHeadSize = 256;
    private const int DefaultWindow = 4096;
    private const double DefaultScoreScalar = 256;
    private const double DefaultScoreCap = 50;
    private const double DefaultLogitCap = 30;

    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        if (config.Flag("use_bidirectional_attention", false))
            throw config.Error("expected a model that reads from left to right, found \"use_bidirectional_attention\": true, which is not supported.");
        var bias = config.Flag("attention_bias", false);
        var shared = LlamaLayout.Configuration(config, "gemma2", DefaultHeadSize);
        var configuration = shared with
        {
            Norm = NormKind.OffsetRootMeanSquare,
            Activation = Activations.Parse(config, config.Text("hidden_activation", "gelu_pytorch_tanh")),
            EmbeddingScale = Math.Sqrt(shared.HiddenSize),
            ScoreScale = 1 / Math.Sqrt(config.Positive("query_pre_attn_scalar", DefaultScoreScalar)),
            ScoreCap = config.PositiveOrNull("attn_logit_softcapping", DefaultScoreCap),
            LogitCap = config.PositiveOrNull("final_logit_softcapping", DefaultLogitCap),
            TiedEmbeddings = config.Flag("tie_word_embeddings", true),
        };
        var windows = AttentionWindows.Read(config, shared.Layers, config.SizeOrNull("sliding_window", DefaultWindow), layer => layer % 2 == 0);
        return LlamaLayout.Blueprint(configuration, layer => LlamaLayout.Layer(configuration, layer, bias, bias) with
        {
            AttentionPostNorm = LlamaLayout.Prefix(layer) + "post_attention_layernorm",
            MlpNorm = LlamaLayout.Prefix(layer) + "pre_feedforward_layernorm",
            MlpPostNorm = LlamaLayout.Prefix(layer) + "post_feedforward_layernorm",
            Window = windows[layer],
        });
    }
}
