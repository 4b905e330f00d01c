using Loci.Torch.Checkpoints;
using Loci.Torch.Training;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Checkpoints;

/// <summary>Weights come back as they were written.</summary>
public sealed class CheckpointTests
{
    public static TheoryData<string> Configurations =>
        [.. TinyFamilies.All, TinyModel.Llama.Replace("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false, \"attention_bias\": true", StringComparison.Ordinal)];

    [Theory, MemberData(nameof(Configurations))]
    public void Float32_comes_back_bit_for_bit(string config)
    {
        using var folder = new TinyModel(config);
        var blueprint = Families.Read(folder.Config);
        using var written = FreshWeights.Create(blueprint, ScalarType.Float32, seed: 5);
        CheckpointWriter.Save(folder.Folder, blueprint, written, half: false);
        using var read = CheckpointReader.Load(folder.Folder, blueprint, ScalarType.Float32, CPU);
        Assert.Equal(written.Hash(), read.Hash());
    }

    [Fact]
    public void Bfloat16_comes_back_within_its_rounding()
    {
        using var folder = new TinyModel();
        var blueprint = Families.Read(folder.Config);
        using var written = FreshWeights.Create(blueprint, ScalarType.Float32, seed: 5);
        CheckpointWriter.Save(folder.Folder, blueprint, written, half: true);
        using var read = CheckpointReader.Load(folder.Folder, blueprint, ScalarType.Float32, CPU);
        foreach (var (name, _) in blueprint.Parameters())
        {
            using var scope = NewDisposeScope();
            var rounded = written.Master(name).to(ScalarType.BFloat16).to(ScalarType.Float32); // the library's own rounding to the nearest
            Assert.Equal(rounded.data<float>().ToArray(), read.Values(name));
        }
    }

    [Fact]
    public void A_model_written_again_scores_the_same()
    {
        using var folder = new TinyModel(TinyModel.Gpt2);
        using var model = folder.Load();
        using var again = new TinyModel(TinyModel.Gpt2);
        CheckpointWriter.Save(again.Folder, model.Blueprint, model.Parameters, half: false);
        using var read = again.Load();
        Assert.Equal(model.Losses(TinyModel.Tokens(1)), read.Losses(TinyModel.Tokens(1)));
    }
}
