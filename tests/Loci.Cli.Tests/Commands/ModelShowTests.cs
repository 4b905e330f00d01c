using System.Text.Json;
using Loci.Cli.Tests.Support;
using Loci.TestSupport;

namespace Loci.Cli.Tests.Commands;

public sealed class ModelShowTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task A_language_model_is_described()
    {
        var shown = await ShowAsync(TinyModel.Folder);
        Assert.Equal(("language_model", "llama", 260032, "float32"), (Text(shown, "kind"), Text(shown, "family"), Number(shown, "parameters"), Text(shown, "dtype")));
        Assert.Equal((512, 512, "not stated"), (Number(shown, "context_length"), Number(shown, "vocabulary"), Text(shown, "licence")));
        Assert.Equal(Directory.GetFiles(TinyModel.Folder).Sum(file => new FileInfo(file).Length), Number(shown, "bytes"));
        var memory = shown.GetProperty("memory");
        Assert.True(Number(memory, "load_bytes") >= 4 * 260032);
        Assert.True(Number(memory, "tune_full_bytes") >= Number(memory, "load_bytes") + 20 * 260032);
        Assert.InRange(Number(memory, "tune_lora_bytes"), Number(memory, "load_bytes"), Number(memory, "tune_full_bytes"));
        Assert.InRange(Number(memory, "tune_head_bytes"), Number(memory, "load_bytes"), Number(memory, "tune_lora_bytes"));
    }

    [Fact]
    public async Task An_encoder_is_said_to_be_one()
    {
        var shown = await ShowAsync(EncoderFolder.Make(_loci.At("bert")));
        Assert.Equal(("encoder", "bert", "WordPiece"), (Text(shown, "kind"), Text(shown, "family"), Text(shown, "tokenizer")));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("memory").GetProperty("tune_full_bytes").ValueKind);
    }

    [Fact]
    public async Task An_adapter_is_said_to_be_one_and_what_it_goes_beside()
    {
        var text = _loci.Write("t.txt", TinyModel.Text);
        (await _loci.RunAsync("train", text, "--model", TinyModel.Folder, "--tuning", "lora", "--adapter-out", "a", "--steps", "1", "--batch", "1", "--window", "16", "--rank", "2", "--json")).Json();
        var shown = await ShowAsync(_loci.At("a"));
        Assert.Equal(("adapter", "lora", "hf"), (Text(shown, "kind"), Text(shown, "family"), Text(shown, "base")));
    }

    [Fact]
    public async Task A_family_that_is_not_supported_is_said_to_be_none()
    {
        var folder = Copy();
        _loci.Write("m/config.json", "{\"model_type\":\"mamba\"}");
        var shown = await ShowAsync(folder);
        Assert.Equal(("unsupported", "mamba", 260032), (Text(shown, "kind"), Text(shown, "family"), Number(shown, "parameters")));
        Assert.Contains("mamba", Text(shown, "problem"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---\nlicense: apache-2.0\n---\n", "apache-2.0")]
    [InlineData("---\r\nlicense: \"mit\"\r\n---\r\n", "mit")]
    [InlineData("---\nlicense: other\nlicense_name: llama3\n---\n", "llama3")]
    [InlineData("---\nlicense:\n- mit\n- apache-2.0\n---\n", "mit, apache-2.0")]
    [InlineData("# license: mit\n", "see LICENSE.txt")]
    [InlineData("---\nlicense: a\u001bb\n---\n", "a\\u001bb")]
    public async Task The_licence_is_what_the_folder_says(string readme, string expected)
    {
        var folder = Copy();
        _loci.Write("m/README.md", readme);
        _loci.Write("m/LICENSE.txt", "any");
        Assert.Equal(expected, Text(await ShowAsync(folder), "licence"));
    }

    [Fact]
    public async Task A_pickle_is_refused_by_its_content()
    {
        var folder = Copy();
        _loci.Write("m/model.safetensors", [0x80, 2, 99, 0, 0, 0, 0, 0, 0, 0, 0]);
        (await _loci.RunAsync("model", "show", folder, "--json")).Refused(2, "pickle", "model.safetensors");
    }

    [Fact]
    public async Task People_get_a_table()
    {
        var outcome = await _loci.RunAsync("model", "show", TinyModel.Folder);
        Assert.Equal(0, outcome.Code);
        foreach (var words in (string[])["a language model", "260 thousand, stored as float32", "512 tokens", "not stated", "with full tuning"]) Assert.Contains(words, outcome.Output, StringComparison.Ordinal);
    }

    private string Copy()
    {
        foreach (var file in Directory.GetFiles(TinyModel.Folder)) _loci.Write($"m/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        return _loci.At("m");
    }

    private async Task<JsonElement> ShowAsync(string folder) => (await _loci.RunAsync("model", "show", folder, "--json")).Json();

    private static string? Text(JsonElement shown, string name) => shown.GetProperty(name).GetString();

    private static long Number(JsonElement shown, string name) => shown.GetProperty(name).GetInt64();
}
