using System.Text.Json;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

public sealed class LossTests
{
    public static TheoryData<string> Cases => GoldenModel.Cases();

    [Theory, MemberData(nameof(Cases))]
    public void Losses_are_those_of_the_original(string folder)
    {
        using var golden = new GoldenModel(folder);
        foreach (var sample in golden.Expected.GetProperty("cases").EnumerateArray().Where(entry => entry.TryGetProperty("loss", out _)))
        {
            var name = sample.GetProperty("name").GetString()!;
            if (name == "left_padded") continue; // its labels count a token predicted from padding (fixtures' README)
            double sum = 0;
            var count = 0;
            var means = new List<double>();
            foreach (var row in Rows(golden, name))
            {
                var losses = LanguageModelLoss.Each(golden.Decoder, new FrozenWeights(golden.Store), row, 1, CPU);
                sum += losses.Sum(loss => (double)loss);
                count += losses.Length;
                means.Add(losses.Average(loss => (double)loss));
            }
            Assert.Equal(sample.GetProperty("loss_tokens").GetInt32(), count);
            Assert.Equal(sample.GetProperty("loss").GetDouble(), sum / count, 2e-5);
            if (!sample.TryGetProperty("per_row_loss", out var rows)) continue;
            Assert.Equal(rows.GetArrayLength(), means.Count);
            for (var row = 0; row < means.Count; row++) Assert.Equal(rows[row].GetDouble(), means[row], 2e-5);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_are_those_of_the_original(string folder)
    {
        using var golden = new GoldenModel(folder);
        var weights = new TrainableWeights(golden.Store);
        foreach (var (sample, rowsAtATime, recompute) in golden.Expected.GetProperty("gradients").EnumerateObject().SelectMany(sample => new[] { (sample, (int?)null, false), (sample, 3, true) }))
        {
            using var scope = NewDisposeScope();
            Backward(golden, weights, [.. Rows(golden, sample.Name)], rowsAtATime, recompute);
            double squares = 0;
            foreach (var norm in sample.Value.GetProperty("norms").EnumerateObject())
            {
                var found = golden.Store.Master(norm.Name).grad!.norm().item<float>();
                squares += (double)found * found;
                AssertRelative(norm.Name, norm.Value.GetDouble(), found);
            }
            AssertRelative("global", sample.Value.GetProperty("global_norm").GetDouble(), Math.Sqrt(squares));
            foreach (var master in golden.Store.Masters.Values) master.grad = null;
        }
    }

    /// <summary>The batch's mean over tokens, row by row.</summary>
    private static void Backward(GoldenModel golden, TrainableWeights weights, int[][] rows, int? rowsAtATime, bool recompute)
    {
        var targets = rows.Sum(row => row.Length - 1);
        foreach (var row in rows)
        {
            LanguageModelLoss.Backward(golden.Decoder, weights, LanguageModelLoss.Ids(row, CPU), (row.Length - 1) / (double)targets, rowsAtATime, recompute);
        }
    }

    private static IEnumerable<int[]> Rows(GoldenModel golden, string name)
    {
        var sample = golden.Expected.GetProperty("cases").EnumerateArray().First(entry => entry.GetProperty("name").GetString() == name);
        var ids = sample.GetProperty("input_ids").Deserialize<int[][]>()!;
        var mask = sample.GetProperty("attention_mask").Deserialize<int[][]?>();
        return ids.Select((row, i) => mask is null ? row : [.. row.Where((_, t) => mask[i][t] == 1)]);
    }

    private static void AssertRelative(string what, double expected, double found) =>
        Assert.True(Math.Abs(expected - found) <= 1e-4 * expected + 1e-6, $"{what}: expected {expected}, found {found}");
}
