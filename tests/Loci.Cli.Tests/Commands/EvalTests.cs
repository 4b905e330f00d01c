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
        await RememberAsync();
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
    public async Task A_run_goes_on_from_its_records_and_comes_out_the_same()
    {
        await RememberAsync();
        string[] asked = ["eval", "test.jsonl", "--memory", "m.loci", "--methods", "base,sift,sift@lora,in-context,sift-adaptive", "--count", "3", "--records", "run.jsonl", "--json"];
        var first = (await _loci.RunAsync(asked)).Json();
        var lines = File.ReadAllText(_loci.At("run.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length); // what was evaluated, and three documents
        _loci.Write("run.jsonl", string.Join('\n', lines[..2]) + "\n" + lines[2][..(lines[2].Length / 2)]); // as a kill leaves it
        var second = (await _loci.RunAsync(asked)).Json();
        foreach (var method in (string[])["base", "sift", "sift@lora", "in-context", "sift-adaptive"])
            Assert.Equal(first.GetProperty("methods").GetProperty(method).GetRawText(), second.GetProperty("methods").GetProperty(method).GetRawText());
        Assert.Equal(0, second.GetProperty("gradient_steps").GetProperty("in-context").GetInt32());
        (await _loci.RunAsync([.. asked[..^1], "--seed", "2"])).Refused(2, "run.jsonl", "another");
    }

    [Fact]
    public async Task The_query_is_learnt_where_a_method_says_so()
    {
        await RememberAsync();
        _loci.Write("long.jsonl", JsonSerializer.Serialize(new { text = string.Concat(Enumerable.Range(1, 40).Select(i => $"Boil {i} eggs in a pot of water. ")), meta = new { pile_set_name = "A" } }) + "\n");
        string[] asked = ["eval", "long.jsonl", "--memory", "m.loci", "--methods", "base,sift,sift+prompt,prompt", "--count", "3", "--records", "run.jsonl", "--html", "report.html", "--json"];
        var report = (await _loci.RunAsync([.. asked, "--protocol", "split", "--prompt-steps", "2"])).Json();
        int Steps(string method) => report.GetProperty("gradient_steps").GetProperty(method).GetInt32();
        Assert.Equal((3, 5, 2), (Steps("sift"), Steps("sift+prompt"), Steps("prompt")));
        Assert.True(report.GetProperty("methods").GetProperty("prompt").GetProperty("total").GetProperty("percent").GetDouble() < 100);
        (await _loci.RunAsync([.. asked, "--protocol", "split", "--prompt-steps", "1"])).Refused(2, "run.jsonl", "another");
        (await _loci.RunAsync([.. asked, "--protocol", "split", "--batch", "2"])).Refused(2, "run.jsonl", "another");
        (await _loci.RunAsync([.. asked[..^5], "--json", "--protocol", "whole"])).Refused(2, "sift+prompt", "split");
    }

    [Fact]
    public async Task Published_protocols_differ_where_they_say()
    {
        await RememberAsync();
        string[] asked = ["eval", "test.jsonl", "--memory", "m.loci", "--methods", "base,nn", "--count", "4", "--tuning", "full", "--json"];
        double Nn(JsonElement report) => report.GetProperty("methods").GetProperty("nn").GetProperty("total").GetProperty("percent").GetDouble();
        double Base(JsonElement report) => report.GetProperty("methods").GetProperty("base").GetProperty("total").GetProperty("bpb").GetDouble();
        var ours = (await _loci.RunAsync(asked)).Json();
        var carried = (await _loci.RunAsync([.. asked, "--like", "ttt-nn"])).Json();
        var cut = (await _loci.RunAsync([.. asked, "--like", "hullft", "--max-tokens", "10"])).Json();
        Assert.NotEqual(Nn(ours), Nn(carried)); // from the second document on, the moments are others
        Assert.Equal(Base(ours), Base(carried));
        Assert.True(Base(cut) < Base(ours) / 2); // bits of the start over bytes of the whole
        Assert.Equal("ttt-nn", carried.GetProperty("like").GetString());
        (await _loci.RunAsync([.. asked[..^3], "--like", "ttt-nn", "--tuning", "lora"])).Refused(2, "lora");
    }

    [Fact]
    public async Task Files_of_a_folder_belong_to_the_folder_they_lie_in()
    {
        await RememberAsync();
        _loci.Write("texts/poems/a.txt", "Roses are red, violets are blue, and so on for a line or two.");
        _loci.Write("texts/recipes/b.md", "Boil 3 eggs in a pot of water for 3 minutes.");
        var report = (await _loci.RunAsync("eval", "texts", "--memory", "m.loci", "--methods", "base", "--json")).Json();
        Assert.Equal(["poems", "recipes"], report.GetProperty("methods").GetProperty("base").GetProperty("subsets").EnumerateObject().Select(subset => subset.Name));
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

    private async Task RememberAsync()
    {
        static string Line(int i, string set) => JsonSerializer.Serialize(new { text = $"Recipe {i}: boil {i} eggs in a pot of water for {i} minutes, then cool the {i} eggs in cold water and peel them.", meta = new { pile_set_name = set } }) + "\n";
        _loci.Write("train.jsonl", string.Concat(Enumerable.Range(1, 12).Select(i => Line(i, "A"))));
        _loci.Write("test.jsonl", Line(20, "A") + Line(21, "B") + Line(22, "B"));
        (await _loci.RunAsync("remember", "train.jsonl", "--memory", "m.loci", "--json")).Json();
    }
}
