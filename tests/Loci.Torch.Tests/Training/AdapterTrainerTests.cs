using Loci.Models;
using Loci.Torch.Training;
using Loci.Torch.Tests.Adapters;
using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Training;

public sealed class AdapterTrainerTests : IDisposable
{
    private static readonly TrainingOptions Options = new() { Steps = 40, BatchSize = 2, WindowLength = 12, WeightDecay = 0, CheckpointEvery = 1, ValidateEvery = 20 };

    private static readonly string[] Texts = [string.Concat(Enumerable.Repeat("A fox by the river. ", 20)), "Another text about a fox and a river of tiles."];

    private readonly TinyModel _tiny = new();
    private readonly PeftFolder _folder = new();
    private readonly CausalLanguageModel _model;

    public AdapterTrainerTests() => _model = _tiny.Load();

    public static TheoryData<string> Tuners => ["lora", "head"];

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
        _tiny.Dispose();
    }

    [Theory, MemberData(nameof(Tuners))]
    public void An_adapter_learns_its_text_beside_a_model_that_stays(string tuner)
    {
        var hash = _model.WeightsHash();
        var result = Train(tuner, _folder.Folder, null, TestContext.Current.CancellationToken);
        Assert.Equal((40, 40L * 2 * 12), (result.Steps, result.Tokens));
        using var adapter = _folder.Load();
        using var adapted = _model.WithAdapter(adapter);
        var (before, after) = (Score(_model), Score(adapted));
        Assert.True(after < before);
        Assert.Equal(after, result.ValidationBitsPerByte!.Value, 1e-6);
        Assert.Equal(hash, _model.WeightsHash());
        Assert.False(ModelTrainer.HasUnfinishedRun(_folder.Folder));
    }

    [Theory, MemberData(nameof(Tuners))]
    public void A_cancelled_run_goes_on_as_if_it_had_never_stopped(string tuner)
    {
        using var whole = new PeftFolder();
        Train(tuner, whole.Folder, null, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Train(tuner, _folder.Folder, new Canceller(stop), stop.Token));
        Assert.True(ModelTrainer.HasUnfinishedRun(_folder.Folder));
        Train(tuner, _folder.Folder, null, TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(whole.At("adapter_model.safetensors")), File.ReadAllBytes(_folder.At("adapter_model.safetensors")));
    }

    [Fact]
    public void What_cannot_be_trained_is_refused()
    {
        Assert.Throws<ArgumentException>(() => AdapterTrainer.Train(_model, new FullTuner(), Options, Texts, [], _folder.Folder, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InvalidInputException>(() => AdapterTrainer.Train(_model, new LoraTuner(), Options, [], [], _folder.Folder, cancellationToken: TestContext.Current.CancellationToken));
    }

    private TrainingResult Train(string name, string folder, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ITuner tuner = name == "lora" ? new LoraTuner(new LoraOptions { Rank = 4, LearningRate = 0.02 }) : new HeadTuner(new FullTuningOptions { LearningRate = 0.02 });
        return AdapterTrainer.Train(_model, tuner, Options, Texts, [Texts[1]], folder, progress, cancellationToken: cancellationToken);
    }

    private static double Score(CausalLanguageModel model) => Loci.Scoring.TextScorer.Score(model, Texts[1], TestContext.Current.CancellationToken).BitsPerByte;

    /// <summary>Cancels at the first report.</summary>
    private sealed class Canceller(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => stop.Cancel();
    }
}
