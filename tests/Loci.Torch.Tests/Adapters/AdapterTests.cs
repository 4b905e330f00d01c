using System.Text.Json;
using Loci.Models;
using Loci.Tensors;
using Loci.Torch.Adapters;
using Loci.Torch.Tuning;
using TorchSharp;

namespace Loci.Torch.Tests.Adapters;

/// <summary>What was learnt, from a tuning to a file and back beside a model.</summary>
public sealed class AdapterTests : IDisposable
{
    private readonly PeftFolder _saved = new();

    public static TheoryData<string> Families => TinyFamilies.All;

    public void Dispose() => _saved.Dispose();

    [Theory, MemberData(nameof(Families))]
    public void A_saved_adapter_does_what_the_tuning_did_in_every_family(string config)
    {
        using var folder = new TinyModel(config);
        using var model = folder.Load();
        var hash = model.WeightsHash();
        using (var session = Learn(model, new LoraTuner(new LoraOptions { Rank = 3, Alpha = 5 })))
        {
            using var learnt = Adapter.Of(session);
            learnt.Save(_saved.Folder);
            using var read = _saved.Load();
            using var applied = model.WithAdapter(read);
            Assert.Equal((learnt.Hash(), 3, model.Name, model.Configuration.Family), (read.Hash(), read.Rank, read.BaseModel, read.Family));
            Assert.Equal(session.Losses(Text), applied.Losses(Text));
            Assert.Equal(session.Generate([1, 2], Few, Stop).Select(token => token.Id), applied.Generate([1, 2], Few, Stop).Select(token => token.Id));
            Assert.NotEqual(model.Losses(Text), applied.Losses(Text));
            Assert.NotEqual(hash, applied.WeightsHash());
        }
        Assert.Equal(hash, model.WeightsHash());
    }

    [Theory]
    [InlineData(TinyModel.Gpt2, "transformer.h.0.attn.c_attn transformer.h.0.attn.c_proj", "attn.c_attn attn.c_proj", true)]
    [InlineData(TinyFamilies.GptNeo, "transformer.h.0.attn.attention.k_proj transformer.h.0.attn.attention.out_proj transformer.h.0.attn.attention.q_proj transformer.h.0.attn.attention.v_proj", "attn.attention.k_proj attn.attention.out_proj attn.attention.q_proj attn.attention.v_proj", false)]
    [InlineData(TinyFamilies.GptNeoX, "gpt_neox.layers.0.attention.dense gpt_neox.layers.0.attention.query_key_value", "attention.dense attention.query_key_value", false)]
    [InlineData(TinyFamilies.Phi3, "model.layers.0.self_attn.o_proj model.layers.0.self_attn.qkv_proj", "self_attn.o_proj self_attn.qkv_proj", false)]
    [InlineData(TinyFamilies.Gemma2, "model.layers.0.self_attn.k_proj model.layers.0.self_attn.o_proj model.layers.0.self_attn.q_proj model.layers.0.self_attn.v_proj", "self_attn.k_proj self_attn.o_proj self_attn.q_proj self_attn.v_proj", false)]
    public void Files_have_the_names_of_peft(string config, string modules, string targets, bool inputMajor)
    {
        using var folder = new TinyModel(config);
        using var model = folder.Load();
        using (var session = new LoraTuner(new LoraOptions { Targets = LoraTargets.Attention, Alpha = 32 }).Begin(model, 1))
        {
            using var learnt = Adapter.Of(session);
            learnt.Save(_saved.Folder);
        }
        using (var file = SafetensorsFile.Open(_saved.At("adapter_model.safetensors")))
        {
            var expected = modules.Split(' ').SelectMany(module => new[] { $"base_model.model.{module}.lora_A.weight", $"base_model.model.{module}.lora_B.weight" });
            Assert.Equal(expected, file.Tensors.Keys.Where(name => name.Contains(".0.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }
        var json = JsonDocument.Parse(File.ReadAllBytes(_saved.At("adapter_config.json"))).RootElement;
        Assert.Equal(targets.Split(' '), json.GetProperty("target_modules").Deserialize<string[]>()!.Order(StringComparer.Ordinal));
        Assert.Equal(
            ("LORA", "CAUSAL_LM", "none", 16, 32.0, inputMajor, model.Name),
            (json.GetProperty("peft_type").GetString(), json.GetProperty("task_type").GetString(), json.GetProperty("bias").GetString(), json.GetProperty("r").GetInt32(),
                json.GetProperty("lora_alpha").GetDouble(), json.GetProperty("fan_in_fan_out").GetBoolean(), json.GetProperty("base_model_name_or_path").GetString()));
    }

    [Fact]
    public void Later_steps_do_not_change_what_was_taken()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        using var session = Learn(model, new LoraTuner());
        using var learnt = Adapter.Of(session);
        var hash = learnt.Hash();
        session.Step(Text, Stop);
        using var later = Adapter.Of(session);
        Assert.Equal(hash, learnt.Hash());
        Assert.NotEqual(hash, later.Hash());
    }

    [Theory]
    [InlineData("lora", Precision.Float32)]
    [InlineData("head", Precision.Float32)]
    [InlineData("lora", Precision.BFloat16)]
    [InlineData("head", Precision.BFloat16)]
    public void Two_hundred_times_loaded_and_applied_leave_nothing(string tuner, Precision precision)
    {
        using var folder = new TinyModel();
        using var model = folder.Load(precision);
        using (var session = Learn(model, tuner == "lora" ? new LoraTuner() : new HeadTuner()))
        {
            using var learnt = Adapter.Of(session);
            learnt.Save(_saved.Folder);
        }
        var hash = model.WeightsHash();
        Once();
        var (losses, tensors) = (model.Losses(Text), DisposeScopeManager.Statistics.ThreadTotalLiveCount); // in this order: scoring makes copies once
        for (var i = 0; i < 200; i++) Once();
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(hash, model.WeightsHash());
        Assert.Equal(losses, model.Losses(Text));

        void Once()
        {
            CausalLanguageModel applied;
            using (var adapter = _saved.Load()) applied = model.WithAdapter(adapter); // the view outlives the adapter
            using (applied) applied.Losses(Text);
        }
    }

    [Fact]
    public void Views_with_other_adapters_do_not_see_each_other()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        Adapter[] adapters = [Taught(model, 1), Taught(model, 2)];
        var alone = adapters.Select(adapter => { using var view = model.WithAdapter(adapter); return view.Losses(Text); }).ToArray();
        using var first = model.WithAdapter(adapters[0]);
        using var second = model.WithAdapter(adapters[1]);
        var together = new float[8][];
        var threads = Enumerable.Range(0, together.Length).Select(i => new Thread(() => together[i] = (i % 2 == 0 ? first : second).Losses(Text))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (var i = 0; i < together.Length; i++) Assert.Equal(alone[i % 2], together[i]);
        Assert.NotEqual(alone[0], alone[1]);
        foreach (var adapter in adapters) adapter.Dispose();
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("head")]
    [InlineData("full")]
    public void Tuning_goes_on_from_an_adapter_and_leaves_it_alone(string kind)
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        using var adapter = Taught(model, 1);
        using var view = model.WithAdapter(adapter);
        ITuner tuner = kind switch { "lora" => new LoraTuner(), "head" => new HeadTuner(), _ => new FullTuner() };
        var (hash, before) = (view.WeightsHash(), view.Losses(Text));
        using (var session = tuner.Begin(view, 2))
        {
            Assert.Equal(before, session.Losses(Text));
            session.Step(Text, Stop);
            Assert.True(session.Losses(Text).Sum() < before.Sum());
            if (kind != "full")
            {
                using var second = Adapter.Of(session);
                using var both = view.WithAdapter(second);
                Assert.Equal(session.Losses(Text), both.Losses(Text));
                Assert.Contains("other weights", Assert.Throws<InvalidInputException>(() => model.WithAdapter(second)).Message, StringComparison.Ordinal);
            }
        }
        Assert.Equal(hash, view.WeightsHash());
        Assert.Equal(before, view.Losses(Text));
    }

    [Fact]
    public void A_model_without_an_adapter_has_none_to_give()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        using var full = new FullTuner().Begin(model, 1);
        Assert.Throws<ArgumentException>(() => Adapter.Of(model));
        Assert.Throws<ArgumentException>(() => Adapter.Of(full));
    }

    [Fact]
    public void A_model_is_loaded_with_its_adapter_as_one()
    {
        using var folder = new TinyModel();
        using var model = folder.Load();
        using (var adapter = Taught(model, 1)) adapter.Save(_saved.Folder);
        float[] expected;
        using (var read = _saved.Load())
        {
            using var view = model.WithAdapter(read);
            expected = view.Losses(Text);
        }
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var options = new LoadOptions { Precision = Precision.Float32, Adapter = _saved.Folder };
        using (var one = CausalLanguageModel.Load(folder.Folder, options)) Assert.Equal(expected, one.Losses(Text));
        File.Delete(_saved.At("adapter_model.safetensors"));
        Assert.Throws<InvalidInputException>(() => CausalLanguageModel.Load(folder.Folder, options));
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static int[] Text => TinyModel.Tokens(1);

    private static GenerationOptions Few => new() { MaxTokens = 5, IgnoreEndOfText = true };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Adapter Taught(CausalLanguageModel model, int seed)
    {
        using var session = Learn(model, new LoraTuner(), seed);
        return Adapter.Of(session);
    }

    private static ITuningSession Learn(CausalLanguageModel model, ITuner tuner, int seed = 1)
    {
        var session = tuner.Begin(model, 2);
        for (var i = 0; i < 2; i++) session.Step(TinyModel.Tokens(seed), Stop);
        return session;
    }
}
