using CsCheck;
using Loci.Tests.Support;
using Loci.Text;

namespace Loci.Tests.Text;

public sealed class ChunkerTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String, Gen.OneOf("word ", "longer word. ", "line\n", "\n\n", "x", "\u00e9\u0301", "👩‍👩‍👧 ").Array[0, 200].Select(string.Concat));

    [Fact]
    public void Chunks_join_to_the_text_and_none_is_too_long() => Gen.Select(Texts, Gen.Int[4, 64]).Sample((text, most) =>
    {
        var chunks = new Chunker(new ByteTokenizer(), most).Chunk(text, TestContext.Current.CancellationToken);
        Assert.Equal(text, string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.All(chunks, chunk => Assert.InRange(chunk.TokenCount, 1, most));
    });

    [Fact]
    public void Paragraphs_are_kept_together_where_they_fit()
    {
        var paragraph = string.Join(' ', Enumerable.Repeat("word", 10)) + "\n\n";
        var chunks = new Chunker(new ByteTokenizer(), 2 * paragraph.Length + 5).Chunk(string.Concat(Enumerable.Repeat(paragraph, 6)), TestContext.Current.CancellationToken);
        Assert.All(chunks, chunk => Assert.Equal(2 * paragraph.Length, chunk.Text.Length));
    }
}
