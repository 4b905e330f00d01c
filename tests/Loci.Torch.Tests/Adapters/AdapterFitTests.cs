using Loci.Torch.Adapters;
using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Adapters;

/// <summary>An adapter and a model that do not belong together.</summary>
public sealed class AdapterFitTests : IDisposable
{
    private readonly PeftFolder _folder = new();
    private readonly TinyModel _tiny = new();

    /// <summary>Module, inputs and outputs of a LoRA, and what the refusal speaks of.</summary>
    public static TheoryData<string, long, long, string> Strange => new()
    {
        { "model.layers.2.self_attn.q_proj", 32, 32, "2 layers" },
        { "model.layers.0.self_attn.q_proj", 64, 32, "hidden size 32" },
        { "model.layers.0.self_attn.k_proj", 32, 32, "16 outputs" },
        { "transformer.h.0.attn.c_attn", 32, 96, "which it has not" },
        { "model.layers.0.self_attn.qkv_proj", 32, 64, "which it has not" },
        { "lm_head", 32, 100, "260 outputs" },
    };

    public void Dispose()
    {
        _folder.Dispose();
        _tiny.Dispose();
    }

    [Theory, MemberData(nameof(Strange))]
    public void An_adapter_of_other_modules_or_widths_is_refused(string module, long inputs, long outputs, string named)
    {
        using var model = _tiny.Load();
        using var adapter = _folder.Configure().Fill(PeftFolder.Pair(module, inputs, outputs)).Load();
        Refused(model, adapter, named, "someone/model");
    }

    [Theory]
    [InlineData("model.embed_tokens", 260, 32, "embed_tokens")]
    [InlineData("lm_head", 260, 64, "hidden size 32")]
    [InlineData("lm_head", 100, 32, "260")]
    public void Only_an_output_layer_of_the_same_size_takes_the_place_of_the_models(string module, long outputs, long inputs, string named)
    {
        using var model = _tiny.Load();
        using var adapter = _folder.Configure(("modules_to_save", $"[\"{module}\"]")).Fill(($"base_model.model.{module}.weight", [outputs, inputs])).Load();
        Refused(model, adapter, named);
    }

    [Fact]
    public void An_adapter_of_another_family_is_refused_even_where_shapes_agree()
    {
        using var other = new TinyModel(TinyModel.Llama.Replace("\"llama\"", "\"mistral\"", StringComparison.Ordinal));
        using var mistral = other.Load();
        using var model = _tiny.Load();
        using var session = new LoraTuner().Begin(mistral, 1);
        using var adapter = Adapter.Of(session);
        Refused(model, adapter, "llama", "mistral");
    }

    [Fact]
    public void An_adapter_of_other_weights_is_refused_after_it_was_saved_too()
    {
        using var model = _tiny.Load();
        using (var session = new LoraTuner().Begin(model, 1))
        {
            using var learnt = Adapter.Of(session);
            learnt.Save(_folder.Folder);
        }
        using var adapter = _folder.Load();
        model.WithAdapter(adapter).Dispose();
        var bytes = File.ReadAllBytes(_tiny.Weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(_tiny.Weights, bytes);
        using var other = _tiny.Load();
        Refused(other, adapter, "other weights");
    }

    private static void Refused(CausalLanguageModel model, Adapter adapter, params string[] words)
    {
        var error = Assert.Throws<InvalidInputException>(() => model.WithAdapter(adapter));
        foreach (var word in (string[])[model.Name, .. words]) Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }
}
