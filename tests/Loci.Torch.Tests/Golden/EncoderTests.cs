using System.Text.Json;
using Loci.Torch.Decoding;
using Loci.Torch.Encoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Tests.Golden;

public sealed class EncoderTests
{
    private const string KeyBias = "attention.self.key.bias"; // softmax ignores it: its gradient is rounding and nothing else

    public static TheoryData<string> Cases => GoldenEncoder.Cases();

    [Theory, MemberData(nameof(Cases))]
    public void States_and_vectors_are_those_of_the_original(string folder)
    {
        foreach (var config in new[] { "config.json", "config.transformers5.json" })
        {
            using var golden = new GoldenEncoder(folder, config);
            foreach (var sample in golden.Samples)
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                var weights = new FrozenWeights(golden.Store);
                var real = golden.Real(sample);
                var hidden = golden.Encoder.Hidden(weights, golden.Int64s(sample + ".input_ids"), real);
                AssertNear($"{config} {sample} hidden", golden.Singles(sample + ".last_hidden_state"), hidden, real, 1e-4);
                var mean = golden.Encoder.Pool(weights, hidden, real, TextPooling.Mean);
                AssertNear($"{config} {sample} mean", golden.Singles(sample + ".mean_pooled"), mean, null, 2e-5);
                AssertNear($"{config} {sample} normalised", golden.Singles(sample + ".mean_pooled_normalized"), F.normalize(mean, dim: 1), null, 2e-5);
                AssertNear($"{config} {sample} first", golden.Singles(sample + ".last_hidden_state").select(1, 0), golden.Encoder.Pool(weights, hidden, real, TextPooling.FirstToken), null, 1e-4);
                if (golden.Has(sample + ".pooler_output"))
                    AssertNear($"{config} {sample} pooler", golden.Singles(sample + ".pooler_output"), golden.Encoder.Pool(weights, hidden, real, TextPooling.Pooler), null, 1e-4);
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Residual_streams_are_those_of_the_original(string folder)
    {
        using var golden = new GoldenEncoder(folder);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var layer = 0;
        golden.Encoder.Hidden(new FrozenWeights(golden.Store), golden.Int64s("len7.input_ids"), trace: state =>
            AssertNear($"state {layer}", golden.Singles($"len7.hidden_states.{layer++}"), state, null, 1e-4));
        Assert.Equal(golden.Blueprint.Layers.Count + 1, layer);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Losses_are_those_of_the_original(string folder)
    {
        using var golden = new GoldenEncoder(folder);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var sample in golden.Expected.GetProperty("cases").EnumerateArray())
        {
            var name = sample.GetProperty("name").GetString()!;
            var loss = golden.Loss(new FrozenWeights(golden.Store), golden.Int64s(name + ".input_ids"), golden.Real(name), row: 0).item<float>();
            Assert.Equal(sample.GetProperty("embedding_loss").GetDouble(), loss, 2e-5);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_are_those_of_the_original(string folder)
    {
        using var golden = new GoldenEncoder(folder);
        var weights = new TrainableWeights(golden.Store);
        foreach (var sample in golden.Expected.GetProperty("gradients").EnumerateObject())
        {
            using var scope = NewDisposeScope();
            golden.Loss(weights, golden.Int64s(sample.Name + ".input_ids"), golden.Real(sample.Name), row: 0).backward();
            foreach (var norm in sample.Value.GetProperty("norms").EnumerateObject())
            {
                var found = golden.Store.Master(norm.Name).grad!.norm().item<float>();
                var expected = norm.Name.EndsWith(KeyBias, StringComparison.Ordinal) ? 0 : norm.Value.GetDouble();
                Assert.True(Math.Abs(expected - found) <= 1e-4 * expected + 1e-6, $"{sample.Name} {norm.Name}: expected {expected}, found {found}");
            }
            foreach (var master in golden.Store.Masters.Values) master.grad = null;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Five_steps_lose_what_the_original_loses(string folder)
    {
        int runs;
        using (var golden = new GoldenEncoder(folder)) runs = golden.Expected.GetProperty("train").GetProperty("runs").GetArrayLength();
        for (var run = 0; run < runs; run++) Run(folder, run);
    }

    private static void Run(string folder, int index)
    {
        using var golden = new GoldenEncoder(folder);
        var run = golden.Expected.GetProperty("train").GetProperty("runs")[index];
        var rate = run.GetProperty("lr").GetDouble();
        var lora = run.GetProperty("kind").GetString() == "lora";
        var tolerance = !lora && rate == 1e-3 ? 3e-4 : 1e-4; // Adam's first step is the gradient's sign, and one at rounding level may flip
        using var adapter = lora ? GoldenAdapter.Of(golden, golden.Blueprint.Layers.SelectMany(layer => layer.AttentionProjections)) : null;
        IWeights weights = adapter is null ? new TrainableWeights(golden.Store) : new AdaptedWeights(new FrozenWeights(golden.Store), adapter);
        Tensor[] parameters = [.. adapter?.Parameters ?? golden.Blueprint.Parameters().Select(parameter => golden.Store.Master(parameter.Name))];
        using var optimizer = new AdamW(parameters, new AdamWOptions());
        var what = $"{Path.GetFileName(folder)} {run.GetProperty("kind")} {rate}";
        foreach (var (step, expected) in run.GetProperty("losses").Deserialize<double[]>()!.Index())
        {
            using var scope = NewDisposeScope();
            var loss = Loss(step);
            loss.backward();
            Assert.True(Math.Abs(expected - loss.item<float>()) <= tolerance, $"{what}: step {step} expected {expected}, found {loss.item<float>()}");
            optimizer.Step(rate);
            foreach (var parameter in parameters) parameter.grad = null;
        }
        foreach (var (row, expected) in run.GetProperty("losses_after").Deserialize<double[]>()!.Index())
        {
            using var scope = NewDisposeScope();
            Assert.True(Math.Abs(expected - Loss(row).item<float>()) <= tolerance, $"{what}: after {row} expected {expected}, found {Loss(row).item<float>()}");
        }
        if (lora && rate == 1e-3) GoldenAdapter.AssertTrained(golden, adapter!);

        Tensor Loss(int row) => golden.Loss(weights, LanguageModelLoss.Ids(golden.TrainingSequences[row], CPU), real: null, row);
    }

    private static void AssertNear(string what, Tensor expected, Tensor found, Tensor? real, double tolerance)
    {
        var difference = (expected - found).abs();
        if (real is not null) difference = difference * real.unsqueeze(2);
        var most = difference.max().item<float>();
        Assert.True(most <= tolerance, $"{what}: differs by {most}");
    }
}
