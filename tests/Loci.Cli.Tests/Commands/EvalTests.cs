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
    public async Task The_report_is_one_file_that_says_what_the_table_says()
    {
        _loci.Write("train.jsonl", string.Concat(Enumerable.Range(1, 4).Select(i => JsonSerializer.Serialize(new { text = $"Boil {i} eggs for {i} minutes." }) + "\n")));
        _loci.Write("test.jsonl", "{\"text\":\"Boil 9 eggs for <b>9</b> minutes.\",\"meta\":{\"pile_set_name\":\"Kitchen\"}}\n");
        (await _loci.RunAsync("remember", "train.jsonl", "--memory", "m.loci", "--json")).Json();
        var table = (await _loci.RunAsync("eval", "test.jsonl", "--memory", "m.loci", "--methods", "sift", "--count", "2", "--html", "report.html", "--json")).Json();
        var page = await File.ReadAllTextAsync(_loci.At("report.html"), TestContext.Current.CancellationToken);
        Assert.Contains($"{table.GetProperty("methods").GetProperty("sift").GetProperty("total").GetProperty("percent").GetDouble():0.0} <small>% of base", page, StringComparison.Ordinal);
        Assert.Contains("Kitchen", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>9", page, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_loci.At(), "*.partial"));
    }

    [Fact]
    public async Task A_report_that_could_not_be_written_is_refused_before_anything_is_measured()
    {
        _loci.Write("test.jsonl", "{\"text\":\"x\"}\n");
        (await _loci.RunAsync("eval", "test.jsonl", "--memory", "m.loci", "--html", "nowhere/report.html")).Refused(2, "--html", "nowhere", "no such folder");
        (await _loci.RunAsync("eval", "test.jsonl", "--memory", "m.loci", "--html", ".")).Refused(2, "--html", "folder");
        (await _loci.RunAsync("eval", "test.jsonl", "--memory", "m.loci", "--methods", "base", "--html", "report.html")).Refused(2, "--html", "base");
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
