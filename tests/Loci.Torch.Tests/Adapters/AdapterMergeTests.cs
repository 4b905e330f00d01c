using Loci.Torch.Adapters;
using TorchSharp;

namespace Loci.Torch.Tests.Adapters;

/// <summary>A merged model does what the adapted one does, and the model it was merged from is still there, bit for bit.</summary>
public sealed class AdapterMergeTests : IDisposable
{
    private const float Tolerance = 1e-4f;

    private readonly PeftFolder _folder = new();
    private readonly PeftFolder _out = new();

    public static TheoryData<string> Families => TinyFamilies.All;

    public void Dispose()
    {
        _folder.Dispose();
        _out.Dispose();
    }

    [Theory, MemberData(nameof(Families))]
    public void Merged_losses_are_the_adapted_ones_and_unmerging_is_exact(string config)
    {
        using var tiny = new TinyModel(config);
        using var model = tiny.Load();
        var (hash, plain) = (model.WeightsHash(), model.Losses(Text));
        using (var adapter = Everywhere(model))
        {
            using var view = model.WithAdapter(adapter);
            using var merged = view.Merged();
            Near(view.Losses(Text), merged.Losses(Text));
            Assert.True(view.Losses(Text).Zip(plain).Max(pair => Math.Abs(pair.First - pair.Second)) > 100 * Tolerance);
            Assert.NotEqual(hash, merged.WeightsHash());
        }
        Assert.Equal(hash, model.WeightsHash());
        Assert.Equal(plain, model.Losses(Text));
    }

    [Theory, MemberData(nameof(Families))]
    public void A_saved_model_is_the_merged_one(string config)
    {
        using var tiny = new TinyModel(config);
        using var model = tiny.Load();
        using var adapter = Everywhere(model);
        using var view = model.WithAdapter(adapter);
        using var merged = view.Merged();
        view.Save(_out.Folder);
        using var read = CausalLanguageModel.Load(_out.Folder, new LoadOptions { Precision = Precision.Float32 });
        Assert.Equal(merged.WeightsHash(), read.WeightsHash());
        Assert.Equal(merged.Losses(Text), read.Losses(Text));
        Assert.False(read.Configuration.TiedEmbeddings);
        Assert.Contains("own", Assert.Throws<InvalidInputException>(() => view.Save(tiny.Folder + Path.DirectorySeparatorChar)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_adapters_is_saved_as_it_is_tied_or_not()
    {
        using var tiny = new TinyModel();
        using var model = tiny.Load();
        model.Save(_out.Folder);
        using var read = CausalLanguageModel.Load(_out.Folder, new LoadOptions { Precision = Precision.Float32 });
        Assert.Equal((model.WeightsHash(), true), (read.WeightsHash(), read.Configuration.TiedEmbeddings));
        model.Save(_out.Folder, half: true);
        Assert.Contains("bfloat16", File.ReadAllText(_out.At("config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Adapters_merge_in_their_order()
    {
        using var tiny = new TinyModel();
        using var model = tiny.Load();
        using var low = Everywhere(model);
        using var headFolder = new PeftFolder();
        using var head = headFolder.Configure(("modules_to_save", "[\"lm_head\"]")).Fill(("base_model.model.lm_head.weight", [260, 32])).Load();
        foreach (var (first, second) in new[] { (low, head), (head, low) })
        {
            using var one = model.WithAdapter(first);
            using var both = one.WithAdapter(second);
            using var merged = both.Merged();
            Near(both.Losses(Text), merged.Losses(Text));
        }
    }

    [Fact]
    public void A_merged_model_outlives_what_it_was_merged_from_and_leaves_no_tensor()
    {
        using var tiny = new TinyModel();
        tiny.Load().Dispose(); // what the library itself makes once
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        CausalLanguageModel merged;
        float[] expected;
        using (var model = tiny.Load())
        {
            using var adapter = Everywhere(model);
            using var view = model.WithAdapter(adapter);
            merged = view.Merged();
            expected = merged.Losses(Text);
        }
        using (merged) Assert.Equal(expected, merged.Losses(Text));
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static int[] Text => TinyModel.Tokens(1);

    private static void Near(float[] expected, float[] found) => Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, Tolerance));

    /// <summary>A LoRA of every linear map, the output layer's too.</summary>
    private Adapter Everywhere(CausalLanguageModel model)
    {
        var projections = model.Blueprint.Layers.SelectMany(layer => layer.Projections).Append(model.Blueprint.Head);
        return _folder.Configure().Fill([.. projections.SelectMany(projection => PeftFolder.Pair(projection.Module, projection.Inputs, projection.Outputs))]).Load();
    }
}
