using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;

namespace Loci.Torch.Tests.Checkpoints;

/// <summary>What a configuration says is read as its family means it, and what is not supported is refused, never passed over.</summary>
public sealed class FamilyTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void An_unknown_family_is_told_the_known_ones() =>
        AssertRefused("{\"model_type\": \"mamba\"}", "gemma2, gpt2, gpt_neo, gpt_neox, llama, mistral, phi3, qwen2, qwen3", "found \"mamba\"");

    [Fact]
    public void An_encoder_is_no_language_model() => AssertRefused("{\"model_type\": \"roberta\"}", "found \"roberta\"", "encoder");

    [Theory]
    [InlineData(TinyModel.Llama, "\"model_type\"", "\"quantization_config\": {\"bits\": 4}, \"model_type\"", "quantised")]
    [InlineData(TinyModel.Gpt2, "\"n_head\"", "\"add_cross_attention\": true, \"n_head\"", "add_cross_attention")]
    [InlineData(TinyModel.Gpt2, "\"n_head\"", "\"scale_attn_by_inverse_layer_idx\": true, \"n_head\"", "another scaling")]
    [InlineData(TinyModel.Gpt2, "\"n_head\"", "\"activation_function\": \"quick_gelu\", \"n_head\"", "found \"quick_gelu\"")]
    [InlineData(TinyModel.Gpt2, "\"n_layer\": 2", "\"n_layer\": 16777216", "at most 1024 layers, found 16777216")]
    [InlineData(TinyFamilies.Gemma2, "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 16777216", "at most 1024 layers, found 16777216")]
    [InlineData(TinyFamilies.GptNeo, "\"num_layers\": 2", "\"num_layers\": 16777216", "at most 1024 layers, found 16777216")]
    [InlineData(TinyFamilies.GptNeoX, "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 16777216", "at most 1024 layers, found 16777216")]
    [InlineData(TinyFamilies.GptNeo, "\"local\"", "\"dilated\"", "found \"dilated\"")]
    [InlineData(TinyFamilies.GptNeo, "], 1]]", "], 2]]", "types of 2 layers, found 4")]
    [InlineData(TinyFamilies.GptNeo, "], 1]]", "], 2000000000]]", "types of 2 layers, found 4")]
    [InlineData(TinyFamilies.GptNeo, "[[[\"global\", \"local\"], 1]]", "[\"global\", \"local\"]", "\"attention_types\" to be a list of runs")]
    [InlineData(TinyFamilies.GptNeo, "\"attention_types\": [[[\"global\", \"local\"], 1]],", "", "found neither")]
    [InlineData(TinyFamilies.GptNeo, "\"num_heads\": 4", "\"num_heads\": 5", "multiple of the 5 heads")]
    [InlineData(TinyFamilies.GptNeoX, "\"num_attention_heads\": 4", "\"num_attention_heads\": 5", "multiple of the 5 heads")]
    [InlineData(TinyFamilies.GptNeoX, "\"rotary_pct\": 0.5", "\"rotary_pct\": 0.4", "even number of the 8 dimensions of a head, found 3")]
    [InlineData(TinyFamilies.GptNeoX, "\"rotary_pct\": 0.5", "\"rotary_pct\": 1.5", "found 12")]
    [InlineData(TinyFamilies.GptNeoX, "\"rotary_pct\": 0.5", "\"hidden_act\": \"gelu_python_tanh\"", "found \"gelu_python_tanh\"")]
    [InlineData(TinyFamilies.Qwen3, "\"head_dim\": 16", "\"layer_types\": [\"full_attention\", \"linear_attention\"]", "found \"linear_attention\"")]
    [InlineData(TinyFamilies.Qwen3, "\"head_dim\": 16", "\"layer_types\": [\"full_attention\"]", "a list of 2 strings")]
    [InlineData(TinyFamilies.Qwen3, "\"head_dim\": 16", "\"layer_types\": [\"full_attention\", \"sliding_attention\"]", "\"sliding_window\"")]
    [InlineData(TinyFamilies.Qwen3, "\"head_dim\": 16", "\"rope_parameters\": {\"full_attention\": {\"rope_theta\": 5}}", "one for each kind of layer")]
    [InlineData(TinyFamilies.Mistral, "\"sliding_window\": 5", "\"sliding_window\": 0", "\"sliding_window\" between 1 and")]
    [InlineData(TinyFamilies.LongRope, "\"longrope\"", "\"dynamic\"", "found \"dynamic\"")]
    [InlineData(TinyFamilies.LongRope, "[1, 1.5]", "[1, 1.5, 2]", "\"short_factor\" to be a list of 2 numbers")]
    [InlineData(TinyFamilies.LongRope, "[2, 6]", "[2, 0]", "\"long_factor\" to be a list of 2 numbers above 0")]
    [InlineData(TinyFamilies.LongRope, "\"long_factor\"", "\"longer_factor\"", "the key \"long_factor\"")]
    [InlineData(TinyFamilies.LongRope, "\"original_max_position_embeddings\": 12,", "", "the key \"factor\"")]
    [InlineData(TinyFamilies.Gemma2, "\"head_dim\": 8", "\"use_bidirectional_attention\": true", "use_bidirectional_attention")]
    [InlineData(TinyFamilies.Gemma2, "\"final_logit_softcapping\": 6", "\"final_logit_softcapping\": -6", "\"final_logit_softcapping\"")]
    public void What_is_not_supported_is_refused(string configuration, string what, string instead, params string[] says)
    {
        Assert.Contains(what, configuration, StringComparison.Ordinal);
        AssertRefused(configuration.Replace(what, instead, StringComparison.Ordinal), says);
    }

    [Theory]
    [InlineData(TinyFamilies.Mistral, 5, 5)]
    [InlineData(TinyFamilies.Phi3, 5, 5)]
    [InlineData(TinyFamilies.Gemma2, 5, 0)]
    [InlineData(TinyFamilies.GptNeo, 0, 5)]
    [InlineData(TinyFamilies.Qwen2, 0, 5)]
    [InlineData(TinyFamilies.Qwen3, 0, 0)]
    public void Windows_are_where_the_family_has_them(string configuration, params int[] windows) => AssertWindows(configuration, windows);

    [Fact]
    public void A_window_that_is_null_is_none_and_one_that_is_not_there_the_family_s_own()
    {
        AssertWindows(TinyFamilies.Mistral.Replace("\"sliding_window\": 5", "\"sliding_window\": null", StringComparison.Ordinal), 0, 0);
        AssertWindows(TinyFamilies.Mistral.Replace("\"sliding_window\": 5", "\"use_cache\": true", StringComparison.Ordinal), 4096, 4096);
        AssertWindows(TinyFamilies.Phi3.Replace("\"sliding_window\": 5", "\"use_cache\": true", StringComparison.Ordinal), 0, 0);
        AssertWindows(TinyFamilies.Qwen2.Replace("\"use_sliding_window\": true", "\"use_sliding_window\": false", StringComparison.Ordinal), 0, 0);
        AssertWindows(TinyFamilies.Gemma2.Replace("\"sliding_window\": 5", "\"layer_types\": [\"full_attention\", \"sliding_attention\"], \"sliding_window\": 7", StringComparison.Ordinal), 0, 7);
    }

    [Fact]
    public void A_cap_that_is_null_is_none_and_one_that_is_not_there_the_family_s_own()
    {
        var off = Read(TinyFamilies.Gemma2.Replace("softcapping\": 2", "softcapping\": null", StringComparison.Ordinal)).Configuration;
        Assert.Equal((null, 6), (off.ScoreCap, off.LogitCap));
        var absent = Read(TinyFamilies.Gemma2.Replace("_softcapping", "_unknown", StringComparison.Ordinal)).Configuration;
        Assert.Equal((50, 30), (absent.ScoreCap, absent.LogitCap));
    }

    private void AssertWindows(string configuration, params int[] windows) =>
        Assert.Equal(windows.Select(window => window == 0 ? LayerBlueprint.Unlimited : window), Read(configuration).Layers.Select(layer => layer.Window));

    private DecoderBlueprint Read(string configuration)
    {
        File.WriteAllText(_file, configuration);
        return Families.Read(_file);
    }

    private void AssertRefused(string configuration, params string[] says)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(configuration));
        Assert.All(says.Append(_file), part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
