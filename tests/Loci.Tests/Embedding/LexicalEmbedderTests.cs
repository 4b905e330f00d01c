using CsCheck;
using Loci.Embedding;

namespace Loci.Tests.Embedding;

public sealed class LexicalEmbedderTests
{
    private static readonly LexicalEmbedder Words = new(new LexicalOptions { Bigrams = false });
    private static readonly LexicalEmbedder Both = new();

    [Fact]
    public void Counts_words_and_pairs_of_neighbours()
    {
        var counts = Count(Both, "the cat and the cat");
        Assert.Equal(6, counts.Terms.Length); // the, cat, and, the cat, cat and, and the
        Assert.Equal(9, counts.Counts.Sum());
        Assert.Equal([1, 1, 1, 2, 2, 2], counts.Counts.Order());
    }

    [Theory]
    [InlineData("The CAT.", "the, cat")]
    [InlineData("ÉTÉ à Köln", "été À KÖLN")]
    [InlineData("x_1+y", "X 1 y")]
    [InlineData("\ud800word", "word")]
    [InlineData("𐐀", "𐐨")]
    public void Case_and_separators_do_not_count(string one, string other) => AssertEqual(Count(Both, one), Count(Both, other));

    [Fact]
    public void The_order_of_words_shows_in_bigrams_only()
    {
        AssertEqual(Count(Words, "dog bites man"), Count(Words, "man bites dog"));
        Assert.NotEqual(Count(Both, "dog bites man").Terms, Count(Both, "man bites dog").Terms);
    }

    [Theory]
    [InlineData("東京都", 3)]
    [InlineData("abc東京def", 4)]
    [InlineData("ไทย", 3)]
    [InlineData("हिन्दी", 1)]
    [InlineData("한국어 텍스트", 2)]
    public void Scripts_without_spaces_are_taken_character_by_character(string text, int words) =>
        Assert.Equal(words, Count(Words, text).Counts.Sum());

    [Fact]
    public void Runs_of_characters_stay_inside_a_word()
    {
        var embedder = new LexicalEmbedder(new LexicalOptions { Words = false, Bigrams = false, ShortestCharacters = 3, LongestCharacters = 4 });
        Assert.Equal("lexical-chars3to4/1", embedder.Identity);
        // With boundary marks a word of n characters has n runs of three and n − 1 of four.
        Assert.Equal(4 + 3 + 2 + 1, Count(embedder, "word as").Counts.Sum());
        Assert.Equal(Count(embedder, "a").Terms, Count(embedder, "a a").Terms);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ... \t\n")]
    public void Text_without_words_has_no_terms(string text) => Assert.Empty(Count(Both, text).Terms);

    [Fact]
    public void Terms_are_part_of_the_format_of_stored_memories()
    {
        var counts = Count(Both, "method of loci");
        Assert.Equal("lexical-words-bigrams/1", Both.Identity);
        Assert.Equal(GoldenTerms, counts.Terms);
    }

    private static readonly uint[] GoldenTerms = [1949287084, 2278797755, 2850620759, 3316595201, 3341798706];

    [Fact]
    public void Terms_ascend_and_every_word_and_pair_is_counted_once() => Gen.Char["ab Z.é東"].Array[0, 60].Sample(letters =>
    {
        var text = new string(letters);
        var counts = Count(Both, text);
        Assert.Equal(counts.Terms.Distinct().Order(), counts.Terms);
        var words = Count(Words, text).Counts.Sum();
        Assert.Equal(words + Math.Max(0, words - 1), counts.Counts.Sum());
    });

    [Fact]
    public void Many_texts_give_what_each_gives_alone()
    {
        string[] texts = ["one two", "", "three two one", "one two"];
        var together = Both.Embed(texts, TestContext.Current.CancellationToken);
        for (var i = 0; i < texts.Length; i++)
            AssertEqual(Count(Both, texts[i]), together[i].Terms[0]!);
    }

    [Theory]
    [InlineData(true, 2, 1)]
    [InlineData(true, 0, 3)]
    [InlineData(true, 3, 17)]
    [InlineData(false, 0, 0)]
    public void Senseless_options_are_refused(bool words, int shortest, int longest) => Assert.Throws<InvalidInputException>(() => new LexicalEmbedder(
        new LexicalOptions { Words = words, Bigrams = false, ShortestCharacters = shortest, LongestCharacters = longest }));

    [Fact]
    public void Cancelling_stops_between_texts() => Assert.Throws<OperationCanceledException>(() => Both.Embed(["text"], new CancellationToken(canceled: true)));

    private static TermCounts Count(LexicalEmbedder embedder, string text) => embedder.Embed([text], TestContext.Current.CancellationToken)[0].Terms[0]!;

    private static void AssertEqual(TermCounts expected, TermCounts actual)
    {
        Assert.Equal(expected.Terms, actual.Terms);
        Assert.Equal(expected.Counts, actual.Counts);
    }
}
