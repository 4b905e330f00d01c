using Loci.Text;

namespace Loci.Tests.Text;

/// <summary>The tables of published tokenizers, where LOCI_MODELS names a folder that has them under tokenizers/; they are not in the repository.</summary>
public sealed class PublishedTablesTests
{
    [Fact]
    public void Every_merge_of_gpt2_makes_the_token_after_the_bytes_that_its_rank_says()
    {
        var tokenizer = Load("gpt2");
        Assert.Equal(50257, tokenizer.VocabularySize);
        string[] merges = [.. File.ReadLines(Path.Combine(Folder("gpt2"), "merges.txt")).Skip(1).Where(line => line.Length > 0)];
        Assert.Equal(50000, merges.Length);
        Assert.All(merges.Index(), merge => Assert.Equal(256 + merge.Index, tokenizer.IdOf(merge.Item.Replace(" ", "", StringComparison.Ordinal))));
        Assert.Equal(50256, tokenizer.IdOf("<|endoftext|>"));
    }

    [Theory]
    [InlineData("Hello", 15496)]
    [InlineData("Hello world", 15496, 995)]
    [InlineData("Hello, world!", 15496, 11, 995, 0)]
    [InlineData(" the", 262)]
    [InlineData("\n\n", 628)]
    [InlineData("a<|endoftext|>", 64, 50256)]
    public void Gpt2_encodes_as_published(string text, params int[] ids)
    {
        var tokenizer = Load("gpt2");
        Assert.Equal(ids, tokenizer.Encode(text));
        Assert.Equal(text, tokenizer.Decode(ids));
    }

    [Fact]
    public void Gpt2_gives_every_token_back_byte_for_byte()
    {
        var tokenizer = Load("gpt2");
        var whole = Enumerable.Range(0, 50256).Where(id => !tokenizer.Decode([id]).Contains('\uFFFD', StringComparison.Ordinal)).ToArray();
        Assert.True(whole.Length > 49_000);
        Assert.All(whole, id => Assert.Equal(tokenizer.Decode([id]), tokenizer.Decode(tokenizer.Encode(tokenizer.Decode([id])))));
    }

    [Fact]
    public void Bert_numbers_its_words_as_its_list_does()
    {
        var tokenizer = Load("bert-base-uncased");
        string[] words = File.ReadAllLines(Path.Combine(Folder("bert-base-uncased"), "vocab.txt"));
        Assert.Equal(30522, words.Length);
        Assert.All(words.Index(), word => Assert.Equal(word.Index, tokenizer.IdOf(word.Item)));
        Assert.Equal([101, 7592, 2088, 102], tokenizer.Encode("Hello World", addSpecialTokens: true));
    }

    private static Tokenizer Load(string name) => Assert.IsType<Tokenizer>(TokenizerLoader.Load(Folder(name)));

    private static string Folder(string name)
    {
        var folder = Environment.GetEnvironmentVariable("LOCI_MODELS") is { Length: > 0 } models ? Path.Combine(models, "tokenizers", name) : null;
        Assert.SkipUnless(Directory.Exists(folder), $"LOCI_MODELS names no folder with tokenizers/{name}.");
        return folder;
    }
}
