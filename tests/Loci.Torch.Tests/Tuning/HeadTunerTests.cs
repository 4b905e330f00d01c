using Loci.Torch.Adapters;
using Loci.Torch.Tests.Adapters;
using Loci.Torch.Tuning;
using TorchSharp;

namespace Loci.Torch.Tests.Tuning;

/// <summary>The output layer alone learns, on a copy where the token embedding shares its weight.</summary>
public sealed class HeadTunerTests : IDisposable
{
    private readonly PeftFolder _folder = new();

    public static TheoryData<string, string> Heads => new()
    {
        { TinyModel.Llama, "lm_head" },
        { TinyModel.Gpt2, "lm_head" },
        { TinyFamilies.GptNeoX, "embed_out" },
        { TinyFamilies.Gemma2, "lm_head" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Heads))]
    public void Steps_change_the_output_layer_only_and_are_saved_as_it(string config, string module)
    {
        using var tiny = new TinyModel(config);
        using var model = tiny.Load();
        var (hash, plain) = (model.WeightsHash(), model.Losses(Text));
        using (var session = new HeadTuner(new FullTuningOptions { LearningRate = 0.01 }).Begin(model, 3))
        {
            Assert.Equal(plain, session.Losses(Text));
            var losses = Enumerable.Range(0, 3).Select(_ => session.Step(Text, TestContext.Current.CancellationToken)).ToArray();
            Assert.True(losses[2] < losses[1] && losses[1] < losses[0]);
            using var learnt = Adapter.Of(session);
            Assert.Equal((module, 0, (long)model.Configuration.VocabularySize * model.Configuration.HiddenSize), (Assert.Single(learnt.Modules), learnt.Rank, learnt.ParameterCount));
            learnt.Save(_folder.Folder);
            using var read = _folder.Load();
            using var applied = model.WithAdapter(read);
            Assert.Equal(session.Losses(Text), applied.Losses(Text));
            Assert.Equal(model.MeanHiddenState(Text), applied.MeanHiddenState(Text));
            using var merged = applied.Merged();
            Assert.Equal(applied.Losses(Text), merged.Losses(Text));
        }
        Assert.Equal(hash, model.WeightsHash());
        Assert.Equal(plain, model.Losses(Text));
        Assert.Contains("\"dummy-target-modules\"", File.ReadAllText(_folder.At("adapter_config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Scoring_in_bfloat16_follows_every_step()
    {
        using var tiny = new TinyModel();
        using var model = tiny.Load(Precision.BFloat16);
        using var session = new HeadTuner(new FullTuningOptions { LearningRate = 0.01 }).Begin(model, 4);
        for (var i = 0; i < 4; i++)
        {
            var scored = session.Losses(Text).Average(loss => (double)loss);
            Assert.Equal(scored, session.Step(Text, TestContext.Current.CancellationToken), 1e-3);
        }
    }

    [Fact]
    public void A_session_leaves_no_tensor()
    {
        using var tiny = new TinyModel();
        using var model = tiny.Load();
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var session = new HeadTuner().Begin(model, 1)) session.Step(Text, TestContext.Current.CancellationToken);
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static int[] Text => TinyModel.Tokens(1);
}
