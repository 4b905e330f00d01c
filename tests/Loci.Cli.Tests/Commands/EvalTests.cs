using System.Text.Json;
using Loci.Cli.Tests.Support;

namespace Loci.Cli.Tests.Commands;

public sealed class EvalTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Theory]
    [InlineData("whole")]
    [InlineData("split")]
    public async Task The_table_has_every_subset_the_total_and_the_curve(string protocol)
    {
        string Line(int i, string set) => JsonSerializer.Serialize(new { text = $"Recipe {i}: boil {i} eggs in a pot of water for {i} minutes, then cool the {i} eggs in cold water and peel them.", meta = new { pile_set_name = set } }) + "\n";
        _loci.Write("train.jsonl", string.Concat(Enumerable.Range(1, 12).Select(i => Line(i, "A"))));
        _loci.Write("test.jsonl", Line(20, "A") + Line(21, "B") + Line(22, "B"));
        (await _loci.RunAsync("remember", "train.jsonl", "--memory", "m.loci", "--json")).Json();
        var report = (await _loci.RunAsync("eval", "test.jsonl", "--memory", "m.loci", "--methods", "base,nn,sift,random", "--count", "6", "--protocol", protocol, "--json")).Json();
        foreach (var name in new[] { "base", "nn", "sift", "random" })
        {
            var method = report.GetProperty("methods").GetProperty(name);
            foreach (var key in new[] { "bpb", "percent", "bytes", "documents" }) Assert.True(method.GetProperty("total").GetProperty(key).GetDouble() > 0);
            Assert.Equal(2, method.GetProperty("subsets").GetProperty("B").GetProperty("documents").GetInt32());
            if (name != "base") Assert.True(method.GetProperty("total").GetProperty("percent").GetDouble() < 90, $"{name} should learn these recipes");
        }
        Assert.Equal([0, 1, 2, 5, 6], report.GetProperty("curves").GetProperty("sift").EnumerateArray().Select(point => point.GetProperty("steps").GetInt32()));
        Assert.True(report.GetProperty("seconds").GetDouble() > 0);
    }

    [Fact]
    public async Task Methods_and_limits_that_cannot_be_are_refused()
    {
        _loci.Write("test.jsonl", "{\"text\":\"x\"}\n");
        (await _loci.RunAsync("eval", "test.jsonl", "--memory", "m.loci", "--methods", "best")).Refused(2, "best", "sift");
        (await _loci.RunAsync("eval", "test.jsonl", "--memory", "m.loci", "--protocol", "half")).Refused(2, "half");
        (await _loci.RunAsync("eval", "test.jsonl", "--memory", "m.loci", "--limit", "-1")).Refused(2, "--limit");
    }
}
