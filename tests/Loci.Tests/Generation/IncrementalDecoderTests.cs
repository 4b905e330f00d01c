using CsCheck;
using Loci.Generation;
using Loci.Tests.Support;
using Loci.TestSupport;
using Loci.Text;

namespace Loci.Tests.Generation;

public sealed class IncrementalDecoderTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Const(" "), Gen.Const("\n"), Gen.Const("."), Gen.Const(" ,"), Gen.Const("don't "), Gen.Const("word"), Gen.Const(" Wörter"), Gen.Const("日本語"), Gen.Const("👩‍👩‍👧"), Gen.Const("🇨🇭"), Gen.Const("e\u0301"), Gen.Const("\uFFFD"), Gen.String)
        .Array[0, 12].Select(string.Concat).Where(text => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 || text.EnumerateRunes().All(rune => rune.Value != 0xFFFD));

    public static TheoryData<string> Folders => new(Fixtures.Cases("tokenizers").Where(Directory.Exists));

    [Theory, MemberData(nameof(Folders))]
    public void Token_by_token_gives_the_text_of_all_tokens(string folder)
    {
        var tokenizer = TokenizerLoader.Load(Path.Combine(folder, "tokenizer.json"));
        Text.Sample(text => Holds(tokenizer, tokenizer.Encode(text)), iter: 200);
        Gen.Int[0, tokenizer.VocabularySize - 1].Array[0, 40].Where(ids => OnlyGrows(tokenizer, ids)).Sample(ids => Holds(tokenizer, ids), iter: 200);
    }

    [Fact]
    public void Half_a_character_is_held_back_until_it_is_whole()
    {
        var decoder = new IncrementalDecoder(new ByteTokenizer());
        Assert.Equal(["a", "", "", "", "😀", "b"], new byte[] { (byte)'a', 0xF0, 0x9F, 0x98, 0x80, (byte)'b' }.Select(value => decoder.Add(value)));
        Assert.Equal("", decoder.Finish());
    }

    [Fact]
    public void What_never_becomes_a_character_comes_out_all_the_same()
    {
        var decoder = new IncrementalDecoder(new ByteTokenizer());
        var given = string.Concat(Enumerable.Range(0, 500).Select(_ => decoder.Add(0x80)));
        Assert.True(given.Length > 400);
        Assert.Equal(new string('\uFFFD', 500), given + decoder.Finish());
    }

    /// <summary>Whether no token takes back a whole character that was there before it.</summary>
    private static bool OnlyGrows(ITokenizer tokenizer, int[] ids)
    {
        var whole = tokenizer.Decode(ids);
        return Enumerable.Range(0, ids.Length).All(count => whole.StartsWith(tokenizer.Decode(ids.AsSpan(0, count)).TrimEnd('\uFFFD'), StringComparison.Ordinal));
    }

    private static void Holds(ITokenizer tokenizer, int[] ids)
    {
        var decoder = new IncrementalDecoder(tokenizer);
        var given = string.Concat(ids.Select(decoder.Add)) + decoder.Finish();
        Assert.Equal(tokenizer.Decode(ids), given);
    }
}
