using System.Text.Json;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

/// <summary>The adapter of a fixture: its first A, and what B should be after training.</summary>
internal static class GoldenAdapter
{
    /// <summary>A fresh adapter on the projections that the fixture names, with its A.</summary>
    public static LoraAdapter Of(GoldenFolder golden, IEnumerable<Projection> projections)
    {
        var lora = golden.Expected.GetProperty("lora");
        var targets = lora.GetProperty("targets").Deserialize<string[]>()!.ToHashSet(StringComparer.Ordinal);
        var covered = projections.Where(projection => targets.Contains(projection.Module)).ToArray();
        Assert.Equal(targets.Count, covered.Length);
        var adapter = new LoraAdapter(covered, lora.GetProperty("rank").GetInt32(), lora.GetProperty("alpha").GetDouble(), 0, CPU);
        using var quiet = no_grad();
        foreach (var (module, pair) in adapter.Pairs)
        {
            using var scope = NewDisposeScope();
            pair.A.copy_(golden.Singles($"lora.{module}.lora_A"));
        }
        return adapter;
    }

    /// <summary>Holds B after five steps at a rate of 10⁻³ to the fixture's.</summary>
    public static void AssertTrained(GoldenFolder golden, LoraAdapter adapter)
    {
        foreach (var (module, pair) in adapter.Pairs)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var differences = (pair.B - golden.Singles($"lora.{module}.lora_B_after_lr0.001")).abs();
            Assert.True(differences.max().item<float>() <= 2e-3 + 1e-5, module);
            Assert.True(differences.le(1e-5).to(ScalarType.Float32).mean().item<float>() >= 0.97, $"{module}: nearly all entries of B should be equal");
        }
    }
}
