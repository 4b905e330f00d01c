using System.Text.Json;
using System.Text.Json.Nodes;
using Loci.Tests.Support;
using Loci.TestSupport;
using Loci.Text;

namespace Loci.Tests.Text;

public sealed class TokenizerLoaderTests
{
    private static string Case(string name) => Path.Combine(Fixtures.Copies, "tokenizers", name);

    [Fact]
    public void Gpt2s_pair_of_files_gives_the_ids_of_its_tokenizer_json()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "vocab.json", "merges.txt", "tokenizer_config.json" })
            File.Copy(Path.Combine(Case("gpt2_bpe"), name), folder.At(name));
        var (pair, single) = (TokenizerLoader.Load(folder.At("")), TokenizerLoader.Load(Case("gpt2_bpe")));
        Assert.Equal((1017, 1016, 1016), (pair.VocabularySize, pair.BeginningOfText, pair.EndOfText));
        CsCheck.Check.Sample(Texts.Any, text => Assert.Equal(single.Encode(text), pair.Encode(text)));
    }

    [Fact]
    public void Another_familys_pair_of_files_is_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "vocab.json", "merges.txt", "tokenizer_config.json" })
            File.Copy(Path.Combine(Case("qwen2_bpe"), name), folder.At(name));
        Assert.Contains("Qwen2Tokenizer", Refused(folder.At("")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt2_bpe", "<|endoftext|>", "<|endoftext|>")]
    [InlineData("llama2_sp_bpe", "<s>", "</s>")]
    [InlineData("llama3_bpe", "<|begin_of_text|>", "<|eot_id|>")]
    [InlineData("qwen2_bpe", null, "<|im_end|>")]
    [InlineData("gemma_sp_bpe", "<bos>", "<eos>")]
    public void The_configuration_names_the_tokens_that_open_and_end(string name, string? beginning, string end)
    {
        var tokenizer = TokenizerLoader.Load(Case(name));
        Assert.Equal(beginning, tokenizer.BeginningOfText is { } id ? tokenizer.TokenOf(id) : null);
        Assert.Equal(end, tokenizer.TokenOf(tokenizer.EndOfText!.Value));
    }

    [Fact]
    public void Without_a_configuration_the_model_knows_them_else_their_names_do()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Case("llama2_sp_bpe"), "tokenizer.json"), folder.At("tokenizer.json"));
        var named = TokenizerLoader.Load(folder.At(""));
        Assert.Equal((1, 2), (named.BeginningOfText, named.EndOfText));
        var given = TokenizerLoader.Load(folder.At(""), beginningOfText: 5, endOfText: 6);
        Assert.Equal((5, 6), (given.BeginningOfText, given.EndOfText));
        folder.Write("tokenizer_config.json", """{ "bos_token": { "content": "</s>", "special": true }, "eos_token": null }""");
        var configured = TokenizerLoader.Load(folder.At(""));
        Assert.Equal((2, (int?)null), (configured.BeginningOfText, configured.EndOfText));
        Assert.Throws<InvalidInputException>(() => TokenizerLoader.Load(folder.At(""), endOfText: 9999));
    }

    public static TheoryData<string, string> Unusable() => new()
    {
        { "", "JSON" },
        { "{", "JSON" },
        { "[]", "object" },
        { "{}", "'model' is missing" },
        { """{"model":{"type":"WordLevel","vocab":{}}}""", "WordLevel" },
        { """{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""", "'b'" },
        { """{"model":{"type":"BPE","vocab":{"a":0},"merges":["a"]}}""", "one space" },
        { """{"model":{"type":"BPE","vocab":{"a":0},"merges":[["a","a","a"]]}}""", "two tokens" },
        { """{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "-1" },
        { """{"model":{"type":"BPE","vocab":{"a":2000000000},"merges":[]}}""", "2000000000" },
        { """{"model":{"type":"BPE","vocab":{"\ud800":0},"merges":[]}}""", "Unicode" },
        { """{"model":{"type":"BPE","vocab":["a"],"merges":[]}}""", "object of tokens" },
        { """{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}}""", "dropout" },
        { """{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"unk_token":"?"}}""", "'?'" },
        { """{"model":{"type":"Unigram","vocab":[["a"]]}}""", "score" },
        { """{"model":{"type":"Unigram","vocab":[["a",-1]],"unk_id":3}}""", "unk_id" },
        { """{"model":{"type":"Unigram","vocab":[["a",-1e308]]}}""", "score" },
        { """{"model":{"type":"WordPiece","vocab":{"a":0}}}""", "[UNK]" },
        { Bpe("\"normalizer\":{\"type\":\"Precompiled\"}"), "Precompiled" },
        { Bpe("\"pre_tokenizer\":{\"type\":\"UnicodeScripts\"}"), "UnicodeScripts" },
        { Bpe("\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\"}"), "pattern" },
        { Bpe("\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"Odd\"}"), "Odd" },
        { Bpe("\"pre_tokenizer\":{\"type\":\"Metaspace\",\"prepend_scheme\":\"odd\"}"), "odd" },
        { Bpe("\"decoder\":{\"type\":\"CTC\"}"), "CTC" },
        { Bpe("\"post_processor\":{\"type\":\"Odd\"}"), "Odd" },
        { Bpe("\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":[],\"special_tokens\":{}}"), "0 times" },
        { Bpe("\"post_processor\":{\"type\":\"RobertaProcessing\",\"cls\":[\"a\",0],\"sep\":[\"b\",7]}"), "token 7" },
        { Bpe("\"added_tokens\":[{\"content\":\"x\"}]"), "'id' is missing" },
    };

    [Theory, MemberData(nameof(Unusable))]
    public void What_cannot_be_used_is_named(string content, string named)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", content);
        Assert.Contains(named, Refused(folder.At("")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_folder_is_named() => Assert.Contains("No tokenizer found", Refused(Path.GetTempPath() + "loci-no-such-folder"), StringComparison.Ordinal);

    [Theory]
    [InlineData("gpt2_bpe")]
    [InlineData("unigram")]
    [InlineData("bert_wordpiece_cased")]
    public void A_file_with_any_part_missing_either_works_or_is_refused(string name)
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllText(Path.Combine(Case(name), "tokenizer.json"));
        foreach (var path in Paths(JsonNode.Parse(whole)!, ""))
        {
            folder.Write("tokenizer.json", Without(whole, path));
            try
            {
                TokenizerLoader.Load(folder.At("")).Encode("A text, to be encoded.", addSpecialTokens: true);
            }
            catch (InvalidInputException refusal)
            {
                Assert.Contains("tokenizer", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_real_model_gets_its_published_prompt_ids()
    {
        var folder = Path.Combine(Fixtures.Copies, "published", "stories260K");
        var tokenizer = TokenizerLoader.Load(Path.Combine(folder, "hf"));
        using var reference = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "reference.json")));
        foreach (var sample in reference.RootElement.GetProperty("greedy").EnumerateArray())
        {
            var prompt = sample.GetProperty("prompt_ids").Deserialize<int[]>()!;
            Assert.Equal(prompt, tokenizer.Encode(sample.GetProperty("prompt").GetString()!, addSpecialTokens: true));
            int[] all = [.. prompt, .. sample.GetProperty("greedy_ids").Deserialize<int[]>()!];
            Assert.Equal(sample.GetProperty("text").GetString(), tokenizer.Decode(all, skipSpecialTokens: true));
        }
    }

    private static string Bpe(string part) => $$"""{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},{{part}}}""";

    private static string Refused(string folder) => Assert.Throws<InvalidInputException>(() => TokenizerLoader.Load(folder)).Message;

    /// <summary>Paths of the fields outside the tables of tokens.</summary>
    private static IEnumerable<string> Paths(JsonNode node, string above) => node is not JsonObject fields ? [] : fields.SelectMany(field =>
        new[] { above + field.Key }.Concat(field.Key == "vocab" || field.Value is null ? [] : Paths(field.Value, above + field.Key + "\n")));

    private static string Without(string json, string path)
    {
        var root = JsonNode.Parse(json)!;
        var steps = path.Split('\n');
        steps[..^1].Aggregate(root, (node, step) => node[step]!).AsObject().Remove(steps[^1]);
        return root.ToJsonString();
    }
}
