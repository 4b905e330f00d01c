using System.Text.Json;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

public sealed class TrajectoryTests
{
    public static TheoryData<string> Cases => GoldenModel.Cases();

    [Theory, MemberData(nameof(Cases))]
    public void Five_steps_lose_what_the_original_loses(string folder)
    {
        var runs = 0;
        using (var golden = new GoldenModel(folder)) runs = golden.Expected.GetProperty("train").GetProperty("runs").GetArrayLength();
        for (var run = 0; run < runs; run++) Run(folder, run);
    }

    private static void Run(string folder, int index)
    {
        using var golden = new GoldenModel(folder);
        var run = golden.Expected.GetProperty("train").GetProperty("runs")[index];
        var rate = run.GetProperty("lr").GetDouble();
        var lora = run.GetProperty("kind").GetString() == "lora";
        var tolerance = !lora && rate == 1e-3 ? 3e-4 : 1e-4; // Adam's first step is the gradient's sign, and one at rounding level may flip
        using var adapter = lora ? GoldenAdapter.Of(golden, golden.Blueprint.Layers.SelectMany(layer => layer.Projections)) : null;
        IWeights weights = adapter is null ? new TrainableWeights(golden.Store) : new AdaptedWeights(new FrozenWeights(golden.Store), adapter);
        var parameters = adapter?.Parameters ?? golden.Blueprint.Parameters().Select(parameter => golden.Store.Master(parameter.Name));
        using var steps = new GradientSteps(golden.Decoder, weights, parameters, new StepOptions { ClipNorm = double.PositiveInfinity, FinalShare = 1 }, rate, 5);
        var losses = run.GetProperty("losses").Deserialize<double[]>()!;
        var norms = run.GetProperty("global_grad_norms").Deserialize<double[]>()!;
        var what = $"{Path.GetFileName(folder)} {run.GetProperty("kind")} {rate}";
        for (var i = 0; i < losses.Length; i++)
        {
            using var scope = NewDisposeScope();
            var (found, norm) = steps.Take([golden.TrainingSequences[i]], TestContext.Current.CancellationToken);
            Assert.True(Math.Abs(losses[i] - found[0]) <= tolerance, $"{what}: step {i} expected {losses[i]}, found {found[0]}");
            Assert.True(Math.Abs(norms[i] - norm) <= 2e-3 * norms[i], $"{what}: step {i} gradient expected {norms[i]}, found {norm}");
        }
        golden.Store.Touch();
        var after = run.GetProperty("losses_after").Deserialize<double[]>()!;
        for (var i = 0; i < after.Length; i++)
        {
            var loss = LanguageModelLoss.Each(golden.Decoder, weights, golden.TrainingSequences[i], 1, CPU).Average(token => (double)token);
            Assert.True(Math.Abs(after[i] - loss) <= tolerance, $"{what}: after {i} expected {after[i]}, found {loss}");
        }
        if (lora && rate == 1e-3) GoldenAdapter.AssertTrained(golden, adapter!);
    }
}
