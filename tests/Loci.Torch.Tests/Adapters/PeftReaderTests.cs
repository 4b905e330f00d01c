using Loci.Tensors;
using TorchSharp;

namespace Loci.Torch.Tests.Adapters;

/// <summary>Adapters of other makers: what is read, and what is refused and why.</summary>
public sealed class PeftReaderTests : IDisposable
{
    private const string Query = "model.layers.0.self_attn.q_proj", Down = "model.layers.1.mlp.down_proj";

    private readonly PeftFolder _folder = new();
    private readonly TinyModel _tiny = new();

    /// <summary>Settings as key and JSON, and what the refusal speaks of.</summary>
    public static TheoryData<string, string, string> Unsupported => new()
    {
        { "peft_type", "\"IA3\"", "IA3" },
        { "use_dora", "true", "use_dora" },
        { "use_qalora", "true", "use_qalora" },
        { "bias", "\"lora_only\"", "lora_only" },
        { "lora_bias", "true", "lora_bias" },
        { "task_type", "\"SEQ_CLS\"", "SEQ_CLS" },
        { "init_lora_weights", "\"pissa_niter_16\"", "pissa_niter_16" },
        { "layer_replication", "[[0, 2]]", "layer_replication" },
        { "trainable_token_indices", "[1, 2]", "trainable_token_indices" },
        { "target_parameters", "[\"experts.weight\"]", "target_parameters" },
        { "a_setting_of_tomorrow", "{\"on\": 1}", "a_setting_of_tomorrow" },
        { "modules_to_save", "[\"lm_head\"]", "lm_head" },
        { "r", "0", "\"r\"" },
        { "r", "5", "rank 5" },
        { "lora_alpha", "\"many\"", "lora_alpha" },
        { "rank_pattern", "{\"(\": 4}", "rank_pattern" },
        { "rank_pattern", "{\"(?!q)\": 4}", "look-around" },
    };

    [Fact]
    public void A_pattern_of_names_that_would_backtrack_without_end_costs_no_more_than_another()
    {
        _folder.Configure(("rank_pattern", "{\"([a-z._0-9]*)*!\": 7, \"(.+)+!\": 7}")).Fill([.. PeftFolder.Pair(Query, 32, 32)]);
        using var adapter = _folder.Load();
        Assert.Equal(4, adapter.Rank);
    }

    [Fact]
    public void A_name_that_is_not_Unicode_is_refused()
    {
        File.WriteAllText(_folder.At("adapter_config.json"), PeftFolder.Configuration.Replace("use_dora", "\\ud800", StringComparison.Ordinal));
        Assert.Contains("Unicode", Assert.Throws<InvalidInputException>(() => _folder.Load().Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_under_the_name_of_an_adapter_is_refused()
    {
        File.WriteAllBytes(_folder.Configure().At("adapter_model.safetensors"), [0x80, 2, (byte)'}', .. new byte[100]]);
        Assert.Contains("a pickle", Assert.Throws<InvalidInputException>(() => _folder.Load().Dispose()).Message, StringComparison.Ordinal);
        File.Move(_folder.At("adapter_model.safetensors"), _folder.At("adapter_model.bin"));
        Assert.Contains("safe_serialization", Assert.Throws<InvalidInputException>(() => _folder.Load().Dispose()).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _tiny.Dispose();
    }

    [Theory, MemberData(nameof(Unsupported))]
    public void A_setting_that_is_not_supported_is_refused_by_name(string key, string value, string named)
    {
        _folder.Configure((key, value)).Fill(PeftFolder.Pair(Query, 32, 32));
        Assert.Contains(named, Assert.Throws<InvalidInputException>(_folder.Load).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("init_lora_weights", "\"gaussian\"")]
    [InlineData("init_lora_weights", "false")]
    [InlineData("lora_dropout", "0.3")]
    [InlineData("target_modules", "\"all-linear\"")]
    [InlineData("task_type", "null")]
    [InlineData("base_model_name_or_path", "null")]
    public void A_setting_without_effect_on_what_was_learnt_is_read_over(string key, string value)
    {
        using var adapter = _folder.Configure((key, value)).Fill(PeftFolder.Pair(Query, 32, 32)).Load();
        Assert.Equal((Query, 4, 2.0), (Assert.Single(adapter.Modules), adapter.Rank, adapter.Tensors.Lora.Pairs[Query].Scale));
    }

    [Fact]
    public void Scales_follow_rank_stabilisation_and_patterns()
    {
        _folder.Fill([.. PeftFolder.Pair(Query, 32, 32), .. PeftFolder.Pair(Down, 48, 32, rank: 9)]);
        Assert.Equal((2.0, 4.0), Scales(("rank_pattern", "{\"down_proj\": 9}"), ("alpha_pattern", "{\"layers.1.*down_proj\": 36, \"_proj\": 100}")));
        Assert.Equal((4.0, 8.0 / 3), Scales(("rank_pattern", "{\"model.layers.1.mlp.down_proj\": 9}"), ("use_rslora", "true")));

        (double, double) Scales(params (string, string)[] settings)
        {
            using var adapter = _folder.Configure(settings).Load();
            return (adapter.Tensors.Lora.Pairs[Query].Scale, adapter.Tensors.Lora.Pairs[Down].Scale);
        }
    }

    [Theory]
    [InlineData("use_rslora", "true")]
    [InlineData("lora_alpha", "7")]
    [InlineData("alpha_pattern", "{\"down_proj\": 3}")]
    public void An_adapter_that_is_saved_again_does_the_same(string key, string value)
    {
        _folder.Configure((key, value), ("rank_pattern", "{\"down_proj\": 9}")).Fill([.. PeftFolder.Pair(Query, 32, 32), .. PeftFolder.Pair(Down, 48, 32, rank: 9)]);
        using var again = new PeftFolder();
        using var adapter = _folder.Load();
        adapter.Save(again.Folder);
        using var read = again.Load();
        foreach (var (module, pair) in adapter.Tensors.Lora.Pairs) Assert.Equal(pair.Scale, read.Tensors.Lora.Pairs[module].Scale, 1e-8);
        using var model = _tiny.Load();
        using var one = model.WithAdapter(adapter);
        using var two = model.WithAdapter(read);
        Assert.Equal(one.Losses(TinyModel.Tokens(3)), two.Losses(TinyModel.Tokens(3)));
    }

    [Fact]
    public void Half_precision_is_read_exactly()
    {
        float[] a = [.. Enumerable.Range(0, 128).Select(i => i / 64f)];
        _folder.Configure().Write(
            TensorData.FromSinglesAsBFloat16(PeftFolder.Pair(Query, 32, 32)[0].Name, a, 4, 32), TensorData.FromSinglesAsHalf(PeftFolder.Pair(Query, 32, 32)[1].Name, a, 32, 4));
        using var adapter = _folder.Load();
        Assert.Equal(a, adapter.Tensors.Lora.Pairs[Query].A.data<float>().ToArray());
        Assert.Equal(a, adapter.Tensors.Lora.Pairs[Query].B.data<float>().ToArray());
    }

    [Fact]
    public void Files_that_are_no_adapter_are_refused()
    {
        Refused("adapter_config.json");
        _folder.Configure();
        File.WriteAllBytes(_folder.At("adapter_model.bin"), [1, 2, 3]);
        Refused("adapter_model.safetensors");
        _folder.Fill();
        Refused("found none");
        _folder.Fill(PeftFolder.Pair(Query, 32, 32)[0]);
        Refused(Query);
        _folder.Fill([.. PeftFolder.Pair(Query, 32, 32), ("base_model.model.model.embed_tokens.weight", [260, 32])]);
        Refused("embed_tokens", "save_embedding_layers");
        _folder.Fill([.. PeftFolder.Pair(Query, 32, 32), ($"base_model.model.{Query}.lora_magnitude_vector", [32])]);
        Refused("lora_magnitude_vector");
        _folder.Fill((PeftFolder.Pair(Query, 32, 32)[0].Name, [4, 8, 4]), PeftFolder.Pair(Query, 32, 32)[1]);
        Refused("[4, 8, 4]");
        File.WriteAllText(_folder.At("adapter_model.safetensors"), "no tensors");
        Refused("adapter_model.safetensors");
    }

    [Fact]
    public void A_refusal_leaves_no_tensor()
    {
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _folder.Configure().Fill([.. PeftFolder.Pair(Query, 32, 32), .. PeftFolder.Pair(Down, 48, 32, rank: 5)]);
        Assert.Throws<InvalidInputException>(_folder.Load);
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private void Refused(params string[] words)
    {
        var error = Assert.Throws<InvalidInputException>(_folder.Load);
        foreach (var word in words) Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }
}
