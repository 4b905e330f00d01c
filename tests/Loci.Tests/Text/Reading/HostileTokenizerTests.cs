using System.Diagnostics;
using Loci.Tests.Support;
using Loci.Text;

namespace Loci.Tests.Text.Reading;

/// <summary>Small tokenizer files that ask for much memory or time: refused, or given what their size justifies.</summary>
public sealed class HostileTokenizerTests
{
    private const string Letters = """ "model":{"type":"BPE","vocab":{"a":0},"merges":[]} """;

    /// <summary>What a text of a few letters may allocate; one table of all ids that fit would be 128 MiB.</summary>
    private const long Little = 8 << 20;

    [Theory]
    [InlineData("(a+)+$", 4000)]
    [InlineData("(a|aa)+$", 4000)]
    [InlineData("(.*)*x", 4000)]
    public void A_pattern_that_backtracks_without_end_is_given_up(string pattern, int length)
    {
        var tokenizer = Load($$$"""{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"{{{pattern}}}"},"behavior":"Isolated"},{{{Letters}}}}""");
        long started = Stopwatch.GetTimestamp();
        var error = Assert.Throws<InvalidInputException>(() => tokenizer.Encode(new string('a', length) + "!"));
        Assert.Contains(pattern, error.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_pattern_longer_than_any_is_refused() =>
        Assert.Contains("9000 characters", Refused($$$"""{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"{{{new string('a', 9000)}}}"},"behavior":"Isolated"},{{{Letters}}}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"b":16777215},"merges":[]}}""")]
    [InlineData("""{"model":{"type":"WordPiece","unk_token":"b","vocab":{"a":0,"b":16777215}}}""")]
    public void One_id_far_out_does_not_ask_for_a_table_of_all(string json)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var tokenizer = Load(json);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Little);
        Assert.Equal(16777216, tokenizer.VocabularySize);
        Assert.Equal(("a", "b", null), (tokenizer.TokenOf(0), tokenizer.TokenOf(16777215), tokenizer.TokenOf(5)));
        Assert.Equal("b", tokenizer.Decode(tokenizer.Encode("b")));
    }

    [Theory]
    [InlineData("pre_tokenizer", "pretokenizers", """{"type":"ByteLevel","add_prefix_space":true,"use_regex":false}""", 20)]
    [InlineData("decoder", "decoders", """{"type":"Replace","pattern":{"String":"a"},"content":"aa"}""", 30)]
    public void Steps_that_make_a_text_ever_longer_are_refused(string field, string list, string step, int count) => Assert.Contains(
        "times is plausible", Refused($$$"""{"{{{field}}}":{"type":"Sequence","{{{list}}}":[{{{string.Join(',', Enumerable.Repeat(step, count))}}}]},{{{Letters}}}}"""), StringComparison.Ordinal);

    [Fact]
    public void A_normalizer_that_makes_a_text_ever_longer_is_stopped()
    {
        var tokenizer = Load(Normalizing(Enumerable.Repeat("""{"type":"Replace","pattern":{"String":"a"},"content":"aa"}""", 60)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than 256 times", Assert.Throws<InvalidInputException>(() => tokenizer.Encode(new string('a', 100))).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Little);
        Assert.Empty(tokenizer.Encode("b")); // which no step touches
    }

    [Fact]
    public void Many_steps_that_each_touch_a_sign_of_its_own_are_as_published() =>
        Assert.Equal([0, 0], Load(Normalizing("!#$%&()*+,-./:;<=>?@[]^_`{|}~0123456789".Select(sign => $$"""{"type":"Replace","pattern":{"String":"{{sign}}"},"content":" {{sign}} "}"""))).Encode("a!a"));

    private static string Normalizing(IEnumerable<string> steps) => $$$"""{"normalizer":{"type":"Sequence","normalizers":[{{{string.Join(',', steps)}}}]},{{{Letters}}}}""";

    [Fact]
    public void A_template_of_hundreds_of_tokens_is_refused()
    {
        var ids = string.Join(',', Enumerable.Repeat("0", 300));
        var template = $$$$"""{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"a"}},{"Sequence":{"id":"A"}}],"special_tokens":{"a":{"ids":[{{{{ids}}}}]}}}""";
        Assert.Contains("256 tokens", Refused($$$"""{"post_processor":{{{template}}},{{{Letters}}}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_word_costs_no_more_than_its_length_times_the_longest_token()
    {
        var tokenizer = Load("""{"decoder":{"type":"WordPiece"},"model":{"type":"WordPiece","max_input_chars_per_word":16777216,"vocab":{"[UNK]":0,"a":1,"##a":2}}}""");
        long started = Stopwatch.GetTimestamp();
        Assert.Equal(100_000, tokenizer.Encode(new string('a', 100_000)).Length); // by every length of every rest it would be minutes
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Marks_longer_than_every_token_are_not_put_to_every_character()
    {
        var mark = new string('#', 50_000);
        var tokenizer = Load($$$"""{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"continuing_subword_prefix":"{{{mark}}}"}}""");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal([0], tokenizer.Encode(new string('a', 5000)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Little);
    }

    [Fact]
    public void A_token_that_takes_white_space_along_takes_it_once()
    {
        var tokenizer = Load($$$"""{"added_tokens":[{"id":1,"content":"\n","lstrip":true,"normalized":false}],{{{Letters}}}}""");
        Assert.Equal([0, 1, 1, 0], tokenizer.Encode("a  \n \na"));
        long started = Stopwatch.GetTimestamp();
        Assert.Equal(300_000, tokenizer.Encode(new string('\n', 300_000)).Length);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_decoder_strips_a_long_token_in_one_go()
    {
        var token = new string('a', 100_000);
        var tokenizer = Load($$$"""{"decoder":{"type":"Strip","content":"a","start":99999,"stop":0},"model":{"type":"BPE","vocab":{"{{{token}}}":0},"merges":[]}}""");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("a", tokenizer.Decode([0]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Little);
    }

    private static Tokenizer Load(string json)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", json);
        return TokenizerLoader.Load(folder.At(""));
    }

    private static string Refused(string json) => Assert.Throws<InvalidInputException>(() => Load(json)).Message;
}
