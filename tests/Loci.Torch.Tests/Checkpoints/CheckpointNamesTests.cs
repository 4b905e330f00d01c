using Loci.Tensors;

namespace Loci.Torch.Tests.Checkpoints;

/// <summary>Entries under other names are found, entries that nothing reads are refused, and only what is known to mean nothing is ignored.</summary>
public sealed class CheckpointNamesTests
{
    public static TheoryData<string> Configurations => TinyFamilies.All;

    [Theory, MemberData(nameof(Configurations))]
    public void A_checkpoint_without_the_prefix_of_its_base_model_is_the_same_model(string configuration)
    {
        using var folder = new TinyModel(configuration);
        using var model = folder.Load();
        Rewrite(folder, Bare);
        using var bare = folder.Load();
        Assert.Equal(model.WeightsHash(), bare.WeightsHash());
    }

    [Theory]
    [InlineData(TinyModel.Llama, "model.layers.0.self_attn.q_proj.bias")]
    [InlineData(TinyFamilies.Mistral, "model.layers.0.self_attn.q_norm.weight")]
    [InlineData(TinyFamilies.Phi3, "model.layers.2.mlp.down_proj.weight")]
    [InlineData(TinyFamilies.GptNeo, "score.weight")]
    public void An_entry_that_nothing_reads_is_refused_by_name(string configuration, string name)
    {
        using var folder = new TinyModel(configuration);
        Add(folder, name);
        var error = Assert.Throws<InvalidInputException>(() => folder.Load());
        Assert.Contains($"found 1 more: {name}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TinyModel.Gpt2, "transformer.h.0.attn.bias", "transformer.h.1.attn.masked_bias", "lm_head.weight")]
    [InlineData(TinyFamilies.GptNeo, "transformer.h.0.attn.attention.bias", "transformer.h.0.attn.attention.masked_bias", "lm_head.weight")]
    [InlineData(TinyFamilies.GptNeoX, "gpt_neox.layers.0.attention.bias", "gpt_neox.layers.0.attention.masked_bias", "gpt_neox.layers.1.attention.rotary_emb.inv_freq")]
    [InlineData(TinyModel.Llama, "model.layers.0.self_attn.rotary_emb.inv_freq", "lm_head.weight")]
    public void Buffers_of_older_exports_and_tied_output_layers_are_ignored(string configuration, params string[] names)
    {
        using var folder = new TinyModel(configuration);
        using var model = folder.Load();
        Add(folder, names);
        using var again = folder.Load();
        Assert.Equal(model.WeightsHash(), again.WeightsHash());
    }

    private static string Bare(string name) => name.Split('.', 2) is ["model" or "transformer" or "gpt_neox", var rest] ? rest : name;

    private static void Add(TinyModel folder, params string[] names)
    {
        var added = names.Select(name => TensorData.FromSingles(name, [1], 1));
        Rewrite(folder, name => name, added);
    }

    private static void Rewrite(TinyModel folder, Func<string, string> rename, IEnumerable<TensorData>? added = null)
    {
        TensorData[] tensors;
        using (var file = SafetensorsFile.Open(folder.Weights))
            tensors = [.. file.Tensors.Select(pair => TensorData.FromSingles(rename(pair.Key), file.ReadSingles(pair.Key), pair.Value.Shape)), .. added ?? []];
        SafetensorsWriter.Write(folder.Weights, tensors);
    }
}
