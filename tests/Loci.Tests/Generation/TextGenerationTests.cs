using System.Text;
using Loci.Generation;
using Loci.Models;
using Loci.Tests.Support;
using Loci.Text;

namespace Loci.Tests.Generation;

public sealed class TextGenerationTests
{
    [Fact]
    public void Pieces_join_to_the_text_and_the_last_says_why_it_ended()
    {
        var pieces = Stream("grün 👍 und gut", new());
        Assert.Equal("grün 👍 und gut", string.Concat(pieces.Select(piece => piece.Text)));
        Assert.All(pieces.SkipLast(1), piece => Assert.Null(piece.Finish));
        Assert.Equal(FinishReason.Stop, pieces[^1].Finish); // the text ended by itself
        Assert.Equal(Encoding.UTF8.GetByteCount("grün 👍 und gut"), pieces.Count(piece => piece.Token is not null));
        Assert.Equal(FinishReason.Length, Stream("grün 👍 und gut", new() { MaxTokens = 3 })[^1].Finish);
    }

    [Fact]
    public void Half_a_character_at_the_limit_is_not_lost() => Assert.Equal("gr\uFFFD", Join(Stream("grün", new() { MaxTokens = 3 })));

    [Fact]
    public void A_stop_string_ends_the_text_before_it()
    {
        var pieces = Stream("first\n\nsecond", new() { StopStrings = ["\n\n", "zzz"] });
        Assert.Equal("first", Join(pieces));
        Assert.Equal(FinishReason.Stop, pieces[^1].Finish);
        Assert.Equal(7, pieces.Count); // nothing is generated after it
        Assert.Equal("first\n", Join(Stream("first\n", new() { StopStrings = ["\n\n"] })));
    }

    [Fact]
    public void What_cannot_be_continued_is_refused_at_once()
    {
        using var model = new Speaker("x");
        Assert.Contains("at least one token", Assert.Throws<InvalidInputException>(() => TextGeneration.Stream(model, Array.Empty<int>(), new(), Token)).Message, StringComparison.Ordinal);
        Assert.Contains("at most 64 tokens", Assert.Throws<InvalidInputException>(() => TextGeneration.Stream(model, new string('a', 65), new(), Token)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => TextGeneration.Stream(model, "a", new() { StopStrings = [""] }, Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static List<TextPiece> Stream(string text, GenerationOptions options)
    {
        using var model = new Speaker(text);
        return [.. TextGeneration.Stream(model, "prompt", options, Token)];
    }

    private static string Join(IEnumerable<TextPiece> pieces) => string.Concat(pieces.Select(piece => piece.Text));

    /// <summary>A model that says one text, byte by byte.</summary>
    private sealed class Speaker(string text) : ILanguageModel
    {
        public string Name => "speaker";

        public ITokenizer Tokenizer { get; } = new ByteTokenizer();

        public int ContextLength => 64;

        public float[] Losses(ReadOnlySpan<int> window, int from = 1) => throw new NotSupportedException();

        public IEnumerable<GeneratedToken> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default) =>
            Encoding.UTF8.GetBytes(text).Take(options.MaxTokens).Select(value => new GeneratedToken(value, 0, []));

        public void Dispose()
        {
        }
    }
}
