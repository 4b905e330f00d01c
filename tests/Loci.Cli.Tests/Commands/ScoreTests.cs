using System.Text;
using System.Text.Json;
using Loci.Cli.Tests.Support;

namespace Loci.Cli.Tests.Commands;

public sealed class ScoreTests : IDisposable
{
    private const string Other = "Tim had a red ball. He played with it all day in the park.";

    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task Documents_are_scored_apart_and_summed_over_bytes()
    {
        var (a, b) = (_loci.Write("a.txt", TinyModel.Text), _loci.Write("b.txt", Other));
        var lines = _loci.Write("both.jsonl", JsonSerializer.Serialize(new { text = TinyModel.Text }) + "\n" + JsonSerializer.Serialize(new { text = Other }) + "\n");
        var (first, second, both, jsonl) = (await ScoreAsync(a), await ScoreAsync(b), await ScoreAsync(a, b), await ScoreAsync(lines));
        Assert.Equal(Encoding.UTF8.GetByteCount(TinyModel.Text), first.Bytes);
        Assert.Equal((first.Bytes + second.Bytes, first.Tokens + second.Tokens), (both.Bytes, both.Tokens));
        Assert.Equal((first.Bpb * first.Bytes + second.Bpb * second.Bytes) / both.Bytes, both.Bpb, 1e-12);
        Assert.Equal(both, jsonl);
        Assert.InRange(first.Bpb, 0.2, 4); // a model of such stories, far from the 8 of chance
    }

    [Fact]
    public async Task Nothing_to_score_is_no_score()
    {
        var file = _loci.Write("none.jsonl", "{\"title\":\"no text\"}\n");
        (await _loci.RunAsync("score", file, "--model", TinyModel.Folder, "--json")).Refused(2, "none.jsonl");
    }

    [Fact]
    public async Task An_adapter_that_is_none_is_refused()
    {
        var file = _loci.Write("a.txt", TinyModel.Text);
        (await _loci.RunAsync("score", file, "--model", TinyModel.Folder, "--adapter", "nowhere", "--json")).Refused(2, "nowhere", "adapter_config.json");
    }

    private async Task<(double Bpb, long Bytes, long Tokens)> ScoreAsync(params string[] files)
    {
        var answer = (await _loci.RunAsync(["score", .. files, "--model", TinyModel.Folder, "--threads", "1", "--json"])).Json();
        return (answer.GetProperty("bpb").GetDouble(), answer.GetProperty("bytes").GetInt64(), answer.GetProperty("tokens").GetInt64());
    }
}
