using System.Text.Json;
using Loci.Tensors;
using Loci.Torch.Adapters;
using Loci.Torch.Decoding;
using Loci.Torch.Tests.Adapters;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

/// <summary>Adapters in PEFT's files, held to what the original code trains under the names its modules have.</summary>
public sealed class AdapterFileTests : IDisposable
{
    private readonly PeftFolder _folder = new();

    public static TheoryData<string> Cases => GoldenModel.Cases();

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Cases))]
    public void Five_steps_are_written_by_the_names_of_the_original_and_lose_what_it_loses_beside_and_merged(string folder)
    {
        using var golden = new GoldenModel(folder);
        Learn(golden);
        AssertNames(golden);
        using var adapter = _folder.Load();
        GoldenAdapter.AssertTrained(golden, adapter.Tensors.Lora);
        AdapterFit.Check(adapter, "golden", golden.Blueprint, golden.Store.Hash);
        var beside = adapter.Tensors.Over(new FrozenWeights(golden.Store));
        AssertLosses(golden, golden.Decoder, beside, "beside");

        var hash = golden.Store.Hash();
        var (blueprint, parameters) = AdapterMerge.Apply(golden.Blueprint, golden.Store, [adapter.Tensors]);
        using (parameters)
        {
            using var decoder = new Decoder(blueprint, ScalarType.Float32, CPU);
            var merged = new FrozenWeights(parameters);
            AssertLosses(golden, decoder, merged, "merged");
            AssertLogits(golden, beside, decoder, merged);
            Assert.NotEqual(hash, parameters.Hash());
        }
        Assert.Equal(hash, golden.Store.Hash());
    }

    /// <summary>Five steps from the original's A at a rate of 10⁻³, saved.</summary>
    private void Learn(GoldenModel golden)
    {
        var lora = GoldenAdapter.Of(golden, golden.Blueprint.Layers.SelectMany(layer => layer.Projections));
        using var tensors = new AdapterTensors(lora);
        var plain = new StepOptions { ClipNorm = double.PositiveInfinity, FinalShare = 1 };
        using var steps = new GradientSteps(golden.Decoder, tensors.Over(new FrozenWeights(golden.Store), learning: true), lora.Parameters, plain, 1e-3, 5);
        foreach (var sequence in golden.TrainingSequences)
        {
            using var scope = NewDisposeScope();
            steps.Take([sequence], TestContext.Current.CancellationToken);
        }
        PeftWriter.Write(_folder.Folder, tensors, new AdapterOrigin { Targets = Targets(golden) });
    }

    private void AssertNames(GoldenModel golden)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(_folder.At("adapter_model.safetensors"));
        var expected = Targets(golden).SelectMany(target => new[]
        {
            (Name: $"base_model.model.{target}.lora_A.weight", golden.Singles($"lora.{target}.lora_A").shape),
            (Name: $"base_model.model.{target}.lora_B.weight", golden.Singles($"lora.{target}.lora_B_after_lr0.001").shape),
        }).ToDictionary(entry => entry.Name, entry => entry.shape);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), file.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, shape) in expected) Assert.Equal(shape, file.Tensors[name].Shape);
    }

    private static string[] Targets(GoldenModel golden) => golden.Expected.GetProperty("lora").GetProperty("targets").Deserialize<string[]>()!;

    private static void AssertLosses(GoldenModel golden, Decoder decoder, IWeights weights, string how)
    {
        var run = golden.Expected.GetProperty("train").GetProperty("runs").EnumerateArray().Single(run => run.GetProperty("kind").GetString() == "lora" && run.GetProperty("lr").GetDouble() == 1e-3);
        var after = run.GetProperty("losses_after").Deserialize<double[]>()!;
        for (var i = 0; i < after.Length; i++)
        {
            var loss = LanguageModelLoss.Each(decoder, weights, golden.TrainingSequences[i], 1, CPU).Average(token => (double)token);
            Assert.True(Math.Abs(after[i] - loss) <= 1e-4, $"{how} {i}: expected {after[i]}, found {loss}");
        }
    }

    private static void AssertLogits(GoldenModel golden, IWeights beside, Decoder decoder, IWeights merged)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var ids = golden.Int64s("len7.input_ids");
        var difference = golden.Decoder.Logits(beside, golden.Decoder.Hidden(beside, ids)) - decoder.Logits(merged, decoder.Hidden(merged, ids));
        Assert.True(difference.abs().max().item<float>() <= 1e-4);
    }
}
