using Loci.Models;
using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using Loci.Torch.Training;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private static readonly TrainingOptions Options = new()
    {
        BatchSize = 2, Steps = 20, WindowLength = 12, LearningRate = 0.01, CheckpointEvery = 7, ValidateEvery = 5, WeightDecay = 0.05,
    };

    private readonly TinyModel _folder = new();
    private readonly int[] _tokens = TinyModel.Tokens(4, 400);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Float32")]
    [InlineData("BFloat16")]
    public void A_cancelled_run_goes_on_as_if_it_had_never_stopped(string compute)
    {
        var type = Enum.Parse<ScalarType>(compute);
        var straight = Run(type, stopAfter: null, out _);
        using var store = Fresh(type);
        Assert.Throws<OperationCanceledException>(() => Run(store, stopAfter: 10, out _));
        using var other = Fresh(type, seed: 99); // the state alone decides, not what the weights were
        Run(other, stopAfter: null, out var result);
        Assert.Equal(straight, other.Hash());
        Assert.Equal((20, 20L * 2 * 12), (result!.Steps, result.Tokens));
    }

    [Fact]
    public void A_killed_run_goes_on_from_its_last_state()
    {
        var straight = Run(ScalarType.Float32, stopAfter: null, out _, keep: true); // the state left is that of step 14
        Assert.True(TrainingState.Exists(_folder.Folder));
        using var again = Fresh(ScalarType.Float32, seed: 99);
        Run(again, stopAfter: null, out _);
        Assert.Equal(straight, again.Hash());
    }

    [Fact]
    public void A_state_of_another_run_is_refused()
    {
        using var store = Fresh(ScalarType.Float32);
        Assert.Throws<OperationCanceledException>(() => Run(store, stopAfter: 3, out _));
        var error = Assert.Throws<InvalidInputException>(() => Run(store, stopAfter: null, out _, fingerprint: "another"));
        Assert.Contains("another's", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_lowers_the_loss_and_reports_it_with_or_without_a_listener()
    {
        var heard = new List<TrainingProgress>();
        using var one = Fresh(ScalarType.Float32);
        using var two = Fresh(ScalarType.Float32);
        var options = Options with { Steps = 60 };
        var told = Trainer(one, options).Run(_tokens, null, "x", null, new Listener(heard), CancellationToken.None);
        var quiet = Trainer(two, options).Run(_tokens, null, "x", null, null, CancellationToken.None);
        Assert.Equal(3, heard.Count);
        Assert.True(heard[^1].Loss < heard[0].Loss - 0.2, $"from {heard[0].Loss} to {heard[^1].Loss}");
        Assert.Equal(heard[^1].Loss, told.TrainLoss);
        Assert.Equal(told.TrainLoss, quiet.TrainLoss);
        Assert.Equal(one.Hash(), two.Hash());
    }

    [Fact]
    public void Training_leaves_no_tensor()
    {
        Run(ScalarType.Float32, stopAfter: null, out _);
        var tensors = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Run(ScalarType.Float32, stopAfter: null, out _);
        Assert.Equal(tensors, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_before_its_step()
    {
        using var store = Fresh(ScalarType.Float32);
        using (no_grad())
        {
            using var scope = NewDisposeScope();
            store.Master("model.norm.weight").fill_(float.NaN);
        }
        var hash = store.Hash();
        Assert.Throws<NonFiniteLossException>(() => Run(store, stopAfter: null, out _));
        Assert.Equal(hash, store.Hash());
    }

    [Fact]
    public void A_window_longer_than_the_context_is_refused()
    {
        using var store = Fresh(ScalarType.Float32);
        var trainer = Trainer(store, Options with { WindowLength = TinyModel.Context + 1 });
        Assert.Throws<InvalidInputException>(() => trainer.Run(_tokens, null, "x", null, null, CancellationToken.None));
    }

    private ParameterStore Fresh(ScalarType compute, int seed = 3) => FreshWeights.Create(Families.Read(_folder.Config), compute, seed);

    private Trainer Trainer(ParameterStore store, TrainingOptions options) => new(Families.Read(_folder.Config), Trainee.All(Families.Read(_folder.Config), store), options, TimeProvider.System);

    private string Run(ScalarType compute, int? stopAfter, out TrainingResult? result, bool keep = false)
    {
        using var store = Fresh(compute);
        Run(store, stopAfter, out result);
        if (!keep) TrainingState.Delete(_folder.Folder);
        return store.Hash();
    }

    /// <summary>Runs in the test's folder; cancelled after a step by validation, which is asked for after each.</summary>
    private void Run(ParameterStore store, int? stopAfter, out TrainingResult? result, string fingerprint = "this run")
    {
        using var stop = new CancellationTokenSource();
        var step = 0;
        double Validate()
        {
            if (++step == stopAfter) stop.Cancel();
            return 1;
        }
        result = null;
        result = Trainer(store, Options with { ValidateEvery = 1 }).Run(_tokens, _folder.Folder, fingerprint, Validate, null, stop.Token);
    }

    private sealed class Listener(List<TrainingProgress> heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard.Add(value);
    }
}
