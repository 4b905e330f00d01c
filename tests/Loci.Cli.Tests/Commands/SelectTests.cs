using System.Globalization;
using System.Text.Json;
using Loci.Cli.Tests.Support;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Tensors;
using Loci.TestSupport;

namespace Loci.Cli.Tests.Commands;

public sealed class SelectTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Theory]
    [InlineData("p01_unit_m1")]
    [InlineData("p05_clusters_m4")]
    public async Task Sift_over_files_picks_what_the_reference_picks(string name)
    {
        var (file, noise, count) = Case(name);
        var answer = (await _loci.RunAsync("select", "--candidates", file, "--targets", file, "--count", Text(count), "--noise", Text(noise), "--json")).Json();
        using var reference = SafetensorsFile.Open(file);
        Assert.Equal(reference.ReadInt64s("ref_indices"), answer.GetProperty("indices").EnumerateArray().Select(i => i.GetInt64()));
        var expected = reference.ReadDoubles("ref_values");
        var found = Uncertainty(answer);
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-9 * expected[0]));
        Assert.Equal(Library(reference, count, noise).Objective, found); // to the last bit
    }

    [Fact]
    public async Task Npy_and_single_tensor_files_give_what_named_tensors_give()
    {
        var (file, _, _) = Case("p01_unit_m1");
        using (var reference = SafetensorsFile.Open(file))
        {
            NpyFile.Write(_loci.At("c.npy"), reference.ReadSingles("candidates"), (int)reference.Tensors["candidates"].Shape[1]);
            SafetensorsWriter.Write(_loci.At("t.safetensors"), [TensorData.FromSingles("anything", reference.ReadSingles("targets"), reference.Tensors["targets"].Shape)]);
        }
        string[] rules = ["--count", "5", "--noise", "0.01", "--json"];
        var named = await _loci.RunAsync(["select", "--candidates", file, "--targets", file, .. rules]);
        var single = await _loci.RunAsync(["select", "--candidates", _loci.At("c.npy"), "--targets", _loci.At("t.safetensors"), .. rules]);
        Assert.Equal(5, named.Json().GetProperty("indices").GetArrayLength());
        Assert.Equal(named.Output, single.Output);
    }

    [Fact]
    public async Task Distinct_and_stopping_do_what_they_say()
    {
        var (file, noise, count) = Case("p13_more_picks_than_candidates");
        string[] rules = ["select", "--candidates", file, "--targets", file, "--count", Text(count), "--noise", Text(noise), "--json"];
        var free = Indices(await _loci.RunAsync(rules));
        var distinct = Indices(await _loci.RunAsync([.. rules, "--distinct"]));
        var stopped = Indices(await _loci.RunAsync([.. rules, "--stopping", "1000"]));
        Assert.True(free.Distinct().Count() < free.Length);
        Assert.Equal(distinct.Distinct().Count(), distinct.Length);
        Assert.True(stopped.Length < free.Length);
        Assert.Equal(free[..stopped.Length], stopped);
    }

    private static int[] Indices(Outcome outcome) => [.. outcome.Json().GetProperty("indices").EnumerateArray().Select(i => i.GetInt32())];

    private static double[] Uncertainty(JsonElement answer) => [.. answer.GetProperty("uncertainty").EnumerateArray().Select(value => value.GetDouble())];

    private static SelectionResult Library(SafetensorsFile file, int count, double noise) => Selectors.Create("sift").Select(
        new DenseKernel(file.ReadSingles("candidates"), file.ReadSingles("targets"), (int)file.Tensors["candidates"].Shape[1]),
        new SelectionOptions { Count = count, Noise = noise });

    private static (string File, double Noise, int Count) Case(string name)
    {
        var folder = Fixtures.Folder("selection");
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "cases.json")));
        var entry = cases.RootElement.GetProperty("cases").EnumerateArray().Single(e => e.GetProperty("name").ValueEquals(name));
        return (Path.Combine(folder, entry.GetProperty("file").GetString()!), entry.GetProperty("lambda_").GetDouble(), entry.GetProperty("N").GetInt32());
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
