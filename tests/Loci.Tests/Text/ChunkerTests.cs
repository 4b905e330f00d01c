using System.Globalization;
using CsCheck;
using Loci.Tests.Support;
using Loci.TestSupport;
using Loci.Text;

namespace Loci.Tests.Text;

public sealed class ChunkerTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String,
        Gen.OneOf("word ", "longer word. ", "line\n", "\r\n", "\n\n", "x", "\u00e9\u0301", "👩‍👩‍👧 ", "。文字", "   ", "https://example.org/a-very-long-address-without-any-blank")
            .Array[0, 200].Select(string.Concat));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Tokenizers => [.. Fixtures.Cases("tokenizers").Where(Directory.Exists).Select(path => Path.GetFileName(path)!)];

    [Fact]
    public void Chunks_join_to_the_text_and_none_is_too_long() => Gen.Select(Texts, Gen.Int[4, 64]).Sample((text, most) =>
    {
        var chunks = new Chunker(new ByteTokenizer(), most).Chunk(text, Cancellation);
        Assert.Equal(text, string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.All(chunks, chunk => Assert.InRange(chunk.TokenCount, 1, most));
        Assert.All(chunks, chunk => Assert.Equal(new ByteTokenizer().Encode(chunk.Text).Length, chunk.TokenCount));
    });

    [Fact]
    public void Words_that_cost_nothing_between_them_are_counted_as_they_are() => Gen.Select(Texts, Gen.Int[1, 16]).Sample((text, most) =>
    {
        var chunks = new Chunker(new WordTokenizer(), most).Chunk(text, Cancellation);
        Assert.Equal(text, string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.All(chunks, chunk => Assert.InRange(chunk.TokenCount, 0, most));
    });

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Published_tokenizers_count_the_same_afterwards(string name)
    {
        var tokenizer = TokenizerLoader.Load(Path.Combine(Fixtures.Folder("tokenizers"), name));
        Gen.Select(Texts, Gen.Int[32, 64]).Sample((text, most) =>
        {
            var chunks = new Chunker(tokenizer, most).Chunk(text, Cancellation);
            Assert.Equal(text, string.Concat(chunks.Select(chunk => chunk.Text)));
            Assert.All(chunks, chunk => Assert.InRange(tokenizer.Encode(chunk.Text).Length, 0, most));
        }, iter: 30, threads: 1);
    }

    [Fact]
    public void Graphemes_that_fit_stay_whole() => Texts.Where(text => !text.Contains('\0', StringComparison.Ordinal)).Sample(text =>
    {
        const int most = 64;
        var boundaries = StringInfo.ParseCombiningCharacters(text).ToHashSet();
        var place = 0;
        foreach (var chunk in new Chunker(new ByteTokenizer(), most).Chunk(text, Cancellation))
        {
            Assert.True(boundaries.Contains(place) || LongestGrapheme(text) > most / 4, $"cut inside a grapheme at {place}");
            place += chunk.Text.Length;
        }
    });

    [Fact]
    public void Paragraphs_are_kept_together_where_they_fit()
    {
        var paragraph = string.Join(' ', Enumerable.Repeat("word", 10)) + "\n\n";
        var chunks = new Chunker(new ByteTokenizer(), 2 * paragraph.Length + 5).Chunk(string.Concat(Enumerable.Repeat(paragraph, 6)), Cancellation);
        Assert.All(chunks, chunk => Assert.Equal(2 * paragraph.Length, chunk.Text.Length));
    }

    [Theory]
    [InlineData("some words on a line\n", "\n")]
    [InlineData("Some words in a sentence.", ".")]
    public void Lines_and_sentences_are_kept_together_where_they_fit(string piece, string end)
    {
        var text = string.Join(' ', Enumerable.Repeat(piece, 100));
        Assert.All(new Chunker(new ByteTokenizer(), 100).Chunk(text, Cancellation).SkipLast(1), chunk => Assert.EndsWith(end, chunk.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_word_is_not_cut_to_fill_a_piece_that_is_half_full()
    {
        var address = new string('a', 60);
        var text = string.Concat(Enumerable.Repeat($"{string.Join(' ', Enumerable.Repeat("word", 14))} {address} ", 20));
        var chunks = new Chunker(new ByteTokenizer(), 100).Chunk(text, Cancellation);
        Assert.Equal(20, chunks.Count(chunk => chunk.Text.Contains(address, StringComparison.Ordinal)));
    }

    [Fact]
    public void Pieces_of_running_text_are_nearly_full()
    {
        var text = string.Join(' ', Enumerable.Range(0, 20_000).Select(i => new string('w', 2 + (i * 7919 % 8))));
        var chunks = new Chunker(new ByteTokenizer()).Chunk(text, Cancellation);
        Assert.InRange(chunks.Average(chunk => chunk.TokenCount), 0.9 * Chunker.DefaultMaximumTokens, Chunker.DefaultMaximumTokens);
    }

    [Fact]
    public void The_last_piece_is_not_tiny() => Gen.Int[101, 1000].Sample(length =>
    {
        var chunks = new Chunker(new ByteTokenizer(), 100).Chunk(new string('x', length), Cancellation);
        Assert.All(chunks, chunk => Assert.InRange(chunk.TokenCount, 25, 100));
    });

    [Theory]
    [InlineData('x')]
    [InlineData(' ')]
    [InlineData('\n')]
    [InlineData('\u0301')] // one endless grapheme
    public void Each_character_of_an_endless_line_is_encoded_a_few_times_at_most(char c)
    {
        var tokenizer = new CountingTokenizer();
        var text = new string(c, 2_000_000);
        var chunks = new Chunker(tokenizer).Chunk(text, Cancellation);
        Assert.Equal(text.Length, chunks.Sum(chunk => chunk.Text.Length));
        Assert.InRange(tokenizer.Characters, text.Length, 4L * text.Length);
    }

    [Fact]
    public void A_word_without_end_that_is_one_token_is_cut_all_the_same()
    {
        var chunks = new Chunker(new WordTokenizer(), 4).Chunk(new string('x', 10_000), Cancellation);
        Assert.All(chunks, chunk => Assert.InRange(chunk.Text.Length, 1, 4 * 64));
    }

    [Theory]
    [InlineData("😀")]
    [InlineData("\ud83d")]
    public void A_character_with_more_tokens_than_a_piece_may_have_is_refused(string character)
    {
        var error = Assert.Throws<InvalidInputException>(() => new Chunker(new ByteTokenizer(), 2).Chunk("ab" + character, Cancellation));
        Assert.Contains("U+", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_stops_it() =>
        Assert.Throws<OperationCanceledException>(() => new Chunker(new ByteTokenizer()).Chunk("text", new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(64, 64)]
    [InlineData(4096, Chunker.DefaultMaximumTokens)]
    public void A_model_gets_pieces_that_its_context_holds(int contextLength, int expected) =>
        Assert.Equal(expected, Chunker.For(new ByteTokenizer(), contextLength).MaximumTokens);

    [Fact]
    public void Nothing_has_no_pieces() => Assert.Empty(new Chunker(new ByteTokenizer()).Chunk("", Cancellation));

    private static int LongestGrapheme(string text)
    {
        var longest = 0;
        for (var i = 0; i < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, i);
            longest = Math.Max(longest, new ByteTokenizer().Encode(text.Substring(i, length)).Length);
            i += length;
        }
        return longest;
    }
}
