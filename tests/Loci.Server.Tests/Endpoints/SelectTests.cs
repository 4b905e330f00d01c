using System.Text.Json.Nodes;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Selection.Rules;
using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Endpoints;

/// <summary>Selection as a service gives the picks of the library.</summary>
public sealed class SelectTests(SharedServer shared)
{
    [Fact]
    public async Task Posted_vectors_are_picked_by_the_rule()
    {
        var random = new Random(3);
        float[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 6).Select(_ => random.NextSingle() - 0.5f).ToArray())];
        var (vectors, targets) = (Rows(30), Rows(2));
        var expected = new Sift().Select(
            new DenseKernel([.. vectors.Select(row => (ReadOnlyMemory<float>)row)], [.. targets.Select(row => (ReadOnlyMemory<float>)row)]), new SelectionOptions { Count = 7, Noise = 0.2 }, TestContext.Current.CancellationToken);
        using var client = shared.Client();
        var reply = await client.AskAsync("/v1/select", new JsonObject { ["vectors"] = Json(vectors), ["targets"] = Json(targets), ["count"] = 7, ["lambda"] = 0.2 });
        Assert.Equal(expected.Indices, reply["indices"]!.AsArray().Select(index => index!.GetValue<int>()));
        Assert.Equal(expected.Objective.Select(Math.Sqrt), reply["uncertainty"]!.AsArray().Select(value => value!.GetValue<double>()));
    }

    [Fact]
    public async Task The_memory_is_picked_from_as_loci_select_does()
    {
        using var client = shared.Client();
        var reply = await client.AskAsync("/v1/select", new JsonObject { ["prompt"] = "budget for the pump in hall 4", ["count"] = 5, ["texts"] = false });
        var (code, output, errors) = await shared.Folder.RunAsync("select", "--memory", shared.Memory, "--tenant", "alpha", "--prompt", "budget for the pump in hall 4", "--count", "5", "--json");
        Assert.True(code == 0, errors);
        var expected = JsonNode.Parse(output)!["selected"]!.AsArray();
        Assert.Equal(expected.Select(pick => pick!["id"]!.GetValue<long>()), reply["selected"]!.AsArray().Select(pick => pick!["id"]!.GetValue<long>()));
        Assert.All(reply["selected"]!.AsArray(), pick => Assert.Null(pick!["text"]));
    }

    private static JsonArray Json(float[][] rows) => [.. rows.Select(row => (JsonNode)new JsonArray([.. row.Select(value => (JsonNode)value)]))];
}
