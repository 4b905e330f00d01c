using System.Text.Json;
using Loci.Cli.Tests.Support;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Tensors;

namespace Loci.Cli.Tests.Commands;

/// <summary>Selection from files as a trainer would use it: filters, resumption, the chosen lines.</summary>
public sealed class SelectPoolTests : IDisposable
{
    private const int Rows = 400, Width = 8;
    private readonly LociProgram _loci = new();
    private readonly float[] _candidates = Unit(Rows, 1);
    private readonly float[] _targets = Unit(3, 2);

    public SelectPoolTests()
    {
        NpyFile.Write(_loci.At("c.npy"), _candidates, Width);
        NpyFile.Write(_loci.At("t.npy"), _targets, Width);
    }

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task A_selection_with_a_state_picks_the_same_and_goes_on_to_more()
    {
        var few = await Select("--count", "12", "--state", "s.json");
        Assert.Equal(Library(new() { Count = 12, Noise = 0.1 }).Indices, Indices(few));
        var more = await Select("--count", "30", "--state", "s.json", "--threads", "1");
        Assert.Equal(Library(new() { Count = 30, Noise = 0.1 }).Indices, Indices(more));
        Assert.True(more.GetProperty("passes").GetInt32() > few.GetProperty("passes").GetInt32());
        (await _loci.RunAsync([.. Line, "--count", "30", "--state", "s.json", "--distinct"])).Refused(2, "s.json", "another");
        File.WriteAllText(_loci.At("s.json"), "{");
        (await _loci.RunAsync([.. Line, "--count", "30", "--state", "s.json"])).Refused(2, "s.json", "something else");
        (await _loci.RunAsync([.. Line, "--method", "nn", "--state", "n.json"])).Refused(2, "--state", "sift");
    }

    [Fact]
    public async Task Only_what_the_filter_lets_through_is_picked()
    {
        File.WriteAllText(_loci.At("ids.txt"), "5\n200-209\n\n7\n205-300\n");
        var expected = Library(new() { Count = 20, Noise = 0.1, Filter = x => x is 5 or 7 or (>= 200 and <= 300) });
        Assert.Equal(expected.Indices, Indices(await Select("--count", "20", "--filter", "ids.txt")));
        Assert.Equal(expected.Indices, Indices(await Select("--count", "20", "--filter", "200-300,7,5,7", "--state", "s.json")));
        (await _loci.RunAsync([.. Line, "--filter", "9-3"])).Refused(2, "--filter", "'9-3'");
        (await _loci.RunAsync([.. Line, "--filter", "none.txt"])).Refused(2, "none.txt", "neither");
    }

    [Fact]
    public async Task The_chosen_lines_are_ready_for_a_trainer()
    {
        File.WriteAllLines(_loci.At("texts.jsonl"), Enumerable.Range(0, Rows).Select(i => $"{{\"text\":\"{i} ä\"}}"));
        var picks = Indices(await Select("--count", "9", "--texts", "texts.jsonl", "--output", "chosen.jsonl"));
        Assert.Equal(picks.Select(pick => $"{{\"text\":\"{pick} ä\"}}"), File.ReadLines(_loci.At("chosen.jsonl")));
        File.WriteAllText(_loci.At("texts.jsonl"), "one line\n");
        (await _loci.RunAsync([.. Line, "--texts", "texts.jsonl", "--output", "none.jsonl"])).Refused(2, "texts.jsonl", "one line per candidate");
        Assert.False(File.Exists(_loci.At("none.jsonl")));
    }

    [Fact]
    public async Task Gains_add_up_to_what_the_objective_lost()
    {
        var answer = await Select("--count", "10");
        var gains = answer.GetProperty("gains").EnumerateArray().Sum(gain => gain.GetDouble());
        Assert.Equal(answer.GetProperty("prior").GetDouble() - gains, answer.GetProperty("uncertainty").EnumerateArray().Last().GetDouble(), 1e-12);
    }

    [Fact]
    public async Task A_task_of_several_prompts_is_selected_for_from_the_whole_memory()
    {
        string[] notes = ["The fox lives by the river.", "Kettles whistle when the water boils.", "Owls sleep by day.", "The fox lives near a river."];
        await _loci.RunWithInputAsync(string.Concat(notes.Select(note => JsonSerializer.Serialize(new { text = note }) + "\n")), "remember", "-", "--memory", "m.loci", "--model", TinyModel.Folder);
        _loci.Write("prompts.txt", "Where does the fox live?\n\nWhen does a kettle whistle?\n");
        var picks = (await _loci.RunAsync("select", "--memory", "m.loci", "--prompts", "prompts.txt", "--nearest", "0", "--count", "2", "--json")).Json().GetProperty("selected");
        var texts = picks.EnumerateArray().Select(pick => pick.GetProperty("text").GetString()!).ToArray();
        Assert.Contains(texts, text => text.Contains("fox", StringComparison.Ordinal));
        Assert.Contains(notes[1], texts);
        var filtered = (await _loci.RunAsync("select", "--memory", "m.loci", "--prompt", "fox", "--filter", "stdin#3", "--json")).Json().GetProperty("selected");
        Assert.All(filtered.EnumerateArray(), pick => Assert.Equal("stdin#3", pick.GetProperty("document").GetString()));
        Assert.NotEmpty(filtered.EnumerateArray());
    }

    private static string[] Line => ["select", "--candidates", "c.npy", "--targets", "t.npy", "--noise", "0.1", "--json"];

    private async Task<JsonElement> Select(params string[] more) => (await _loci.RunAsync([.. Line, .. more])).Json();

    private static int[] Indices(JsonElement answer) => [.. answer.GetProperty("indices").EnumerateArray().Select(i => i.GetInt32())];

    private SelectionResult Library(SelectionOptions options) =>
        Selectors.Create("sift").Select(new DenseKernel(_candidates, _targets, Width), options, TestContext.Current.CancellationToken);

    private static float[] Unit(int rows, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).SelectMany(_ =>
        {
            float[] row = [.. Enumerable.Range(0, Width).Select(_ => random.NextSingle() - 0.5f)];
            var norm = MathF.Sqrt(row.Sum(value => value * value));
            return row.Select(value => value / norm);
        })];
    }
}
