using System.Text.Json;
using Loci.Text;
using Loci.TestSupport;

namespace Loci.Tests.Text;

/// <summary>Every tokenizer of fixtures/tokenizers against the ids that the reference library gives.</summary>
public sealed class TokenizerParityTests
{
    public static TheoryData<string, string> Files()
    {
        var files = new TheoryData<string, string>();
        foreach (var folder in Fixtures.Cases("tokenizers").Where(Directory.Exists))
        {
            foreach (var name in new[] { "tokenizer.json", "tokenizer.legacy.json" }.Where(name => File.Exists(Path.Combine(folder, name)))) files.Add(folder, name);
        }
        return files;
    }

    [Theory, MemberData(nameof(Files))]
    public void Ids_and_texts_are_those_of_the_reference(string folder, string name)
    {
        var tokenizer = TokenizerLoader.Load(Path.Combine(folder, name));
        var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement;
        Assert.Equal(expected.GetProperty("vocab_size_with_added").GetInt32(), tokenizer.VocabularySize);
        foreach (var sample in expected.GetProperty("strings").EnumerateArray())
        {
            var text = sample.GetProperty("text").GetString()!;
            var what = $"{Path.GetFileName(folder)} {sample.GetProperty("name")}";
            var ids = Ids(sample, "ids");
            var special = Ids(sample, "ids_with_special");
            Assert.True(ids.SequenceEqual(tokenizer.Encode(text)), $"{what}: expected {string.Join(' ', ids)}, found {string.Join(' ', tokenizer.Encode(text))}");
            Assert.True(special.SequenceEqual(tokenizer.Encode(text, addSpecialTokens: true)), what + " with special tokens");
            if (sample.TryGetProperty("tokens", out var tokens))
                Assert.All(tokens.Deserialize<string[]>()!.Zip(ids), pair => AssertToken(pair.First, tokenizer.TokenOf(pair.Second)!, what));
            AssertText(sample, "decoded", tokenizer.Decode(ids), what);
            AssertText(sample, "decoded_with_special", tokenizer.Decode(special), what);
            AssertText(sample, "decoded_skip_special", tokenizer.Decode(special, skipSpecialTokens: true), what);
        }
    }

    private static int[] Ids(JsonElement sample, string key) => sample.GetProperty(key).Deserialize<int[]>()!;

    /// <summary>The reference shows unknown tokens, and the white space that added tokens take along, as the text has them.</summary>
    private static void AssertToken(string shown, string found, string what) =>
        Assert.True(shown == found || shown.Trim() == found || found is "<unk>" or "[UNK]", $"{what}: expected token '{shown}', found '{found}'");

    private static void AssertText(JsonElement sample, string key, string found, string what)
    {
        if (sample.TryGetProperty(key, out var expected)) Assert.True(expected.GetString() == found, $"{what} {key}: expected {JsonSerializer.Serialize(expected.GetString())}, found {JsonSerializer.Serialize(found)}");
    }
}
