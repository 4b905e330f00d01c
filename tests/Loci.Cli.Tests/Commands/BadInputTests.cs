using System.Text;
using Loci.Cli.Tests.Support;
using Loci.TestSupport;
using ZstdSharp;

namespace Loci.Cli.Tests.Commands;

public sealed class BadInputTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Theory]
    [InlineData("", "Required command")]
    [InlineData("--bogus", "--bogus")]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("memory show", "--memory", "loci memory show --help")]
    [InlineData("model", "Required command")]
    [InlineData("model pull", "NAME")]
    [InlineData("model pull ../../x", "'../../x'", "owner/name")]
    [InlineData("model pull a/b --revision ../x", "'../x'", "branch")]
    [InlineData("model show nowhere", "nowhere")]
    [InlineData("model show owner/none", "loci model pull owner/none")]
    [InlineData("remember", "PATH", "--memory")]
    [InlineData("remember x --memory m --chunk-tokens 3", "at least 16", "'3'")]
    [InlineData("score", "FILE")]
    [InlineData("train x", "--model", "--new")]
    [InlineData("train x --new a --model b", "--model", "--new")]
    [InlineData("train x --new a --epochs 0", "--epochs", "above 0")]
    [InlineData("train x --new a --learning-rate fast", "--learning-rate", "above 0", "fast")]
    [InlineData("train x --new a --steps 1.5", "--steps", "whole number", "1.5")]
    [InlineData("train x --model a --tuning lora", "--adapter-out")]
    [InlineData("train x --model a --adapter-out b", "--adapter-out", "--tuning")]
    [InlineData("train x --new a --tuning head --adapter-out b", "--adapter-out", "--model")]
    [InlineData("train x --model a --tuning head --adapter-out b --rank 4", "--rank", "lora")]
    [InlineData("train x --model a --tuning lora --adapter-out b --targets none", "none", "mlp-down")]
    [InlineData("train x --model a --tuning lora --adapter-out b --rank 0", "--rank", "at least 1")]
    [InlineData("select --count 3", "--candidates", "--memory")]
    [InlineData("select --candidates a --targets b --memory m --prompt p", "--candidates", "--memory")]
    [InlineData("select --candidates a --targets b --count 0", "--count", "at least 1")]
    [InlineData("select --candidates a --targets b --count", "--count")]
    [InlineData("select --candidates a --targets b --noise -1", "--noise", "above 0")]
    [InlineData("select --candidates a --targets b --noise NaN", "--noise")]
    [InlineData("select --candidates a --targets b --method magic", "magic", "sift")]
    public async Task A_command_line_that_cannot_be_is_refused_with_the_reason(string line, params string[] words) =>
        (await _loci.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Refused(2, words);

    [Theory]
    [InlineData("remember", "missing")]
    [InlineData("remember", "empty")]
    [InlineData("remember", "latin")]
    [InlineData("remember", "truncated")]
    [InlineData("score", "missing")]
    [InlineData("score", "truncated")]
    public async Task A_file_that_cannot_be_read_is_refused(string command, string fault)
    {
        var (file, words) = Faulty(fault);
        string[] memory = command == "remember" ? ["--memory", "m.loci"] : [];
        (await _loci.RunAsync([command, file, "--model", TinyModel.Folder, "--json", .. memory])).Refused(2, [.. words, Path.GetFileName(file)]);
    }

    [Fact]
    public async Task A_line_without_text_is_counted_and_under_strict_refused()
    {
        var file = _loci.Write("d.jsonl", "{\"text\":\"One fox.\"}\n{\"title\":\"none\"}\n{\"text\":\"Two foxes.\"}\n");
        var lenient = await _loci.RunAsync("remember", file, "--memory", "m.loci", "--model", TinyModel.Folder, "--json");
        Assert.Equal((2, 1), (lenient.Json().GetProperty("documents").GetInt32(), lenient.Json().GetProperty("skipped").GetInt32()));
        Assert.Contains("line 2", lenient.Errors, StringComparison.Ordinal);
        (await _loci.RunAsync("remember", file, "--memory", "n.loci", "--model", TinyModel.Folder, "--strict", "--json")).Refused(2, "line 2", "\"text\"");
    }

    [Fact]
    public async Task A_memory_that_is_not_there_is_refused_by_all_that_read_one()
    {
        (await _loci.RunAsync("memory", "show", "--memory", "none", "--json")).Refused(2, "no memory");
        (await _loci.RunAsync("select", "--memory", "none", "--prompt", "x", "--json")).Refused(2, "no memory");
        Assert.False(Directory.Exists(_loci.At("none")));
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 127, 123, 125 })]
    [InlineData(new byte[] { 4, 0, 0, 0, 0, 0, 0, 0, 123, 34, 97, 125 })]
    public async Task A_corrupt_safetensors_file_is_refused(byte[] bytes)
    {
        var file = _loci.Write("bad.safetensors", bytes);
        (await _loci.RunAsync("select", "--candidates", file, "--targets", file, "--count", "1", "--noise", "1", "--json")).Refused(2, "bad.safetensors");
    }

    [Fact]
    public async Task Vectors_of_different_widths_are_refused()
    {
        var cases = Fixtures.Folder("selection");
        var (narrow, wide) = (_loci.At("narrow.npy"), Path.Combine(cases, "p01_unit_m1.safetensors"));
        Tensors.NpyFile.Write(narrow, [1, 2, 3, 4], 2);
        (await _loci.RunAsync("select", "--candidates", wide, "--targets", narrow, "--count", "1", "--noise", "1")).Refused(2, "32", "2");
    }

    [Fact]
    public async Task A_damaged_or_unknown_model_is_refused()
    {
        var text = _loci.Write("a.txt", TinyModel.Text);
        CopyModel(_loci.At("cut"), "model.safetensors", bytes => bytes[..^1000]);
        CopyModel(_loci.At("alien"), "config.json", _ => "{\"architectures\":[\"AlienForCausalLM\"],\"model_type\":\"alien\"}"u8.ToArray());
        (await _loci.RunAsync("score", text, "--model", _loci.At("cut"), "--json")).Refused(2, "model.safetensors");
        (await _loci.RunAsync("score", text, "--model", _loci.At("alien"), "--json")).Refused(2, "alien");
        (await _loci.RunAsync("score", text, "--model", "nowhere", "--json")).Refused(2, "nowhere", "LOCI_HOME/models");
    }

    [Fact]
    public async Task The_stack_trace_is_for_those_who_ask()
    {
        var outcome = await LociProgram.FinishAsync(_loci.Start(["memory", "show", "--memory", "none"], debug: true));
        Assert.Equal(2, outcome.Code);
        Assert.Contains("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    private (string File, string[] Words) Faulty(string fault) => fault switch
    {
        "missing" => (_loci.At("missing.txt"), ["missing.txt"]),
        "empty" => (_loci.Write("empty.txt", ""), ["empty"]),
        "latin" => (_loci.Write("latin.txt", [(byte)'a', 0xE9, (byte)'b']), ["UTF-8", "offset 1"]),
        _ => (_loci.Write("cut.jsonl.zst", Cut()), ["cut short"]),
    };

    private static byte[] Cut()
    {
        using var compressor = new Compressor();
        var lines = string.Concat(Enumerable.Range(0, 500).Select(i => $"{{\"text\":\"document {i * 7919}\"}}\n"));
        var packed = compressor.Wrap(Encoding.UTF8.GetBytes(lines)).ToArray();
        return packed[..(packed.Length / 2)];
    }

    private static void CopyModel(string to, string changed, Func<byte[], byte[]> change)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(TinyModel.Folder))
        {
            var (name, bytes) = (Path.GetFileName(file), File.ReadAllBytes(file));
            File.WriteAllBytes(Path.Combine(to, name), name == changed ? change(bytes) : bytes);
        }
    }
}
