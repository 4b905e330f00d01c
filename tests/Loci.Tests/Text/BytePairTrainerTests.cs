using CsCheck;
using Loci.Tests.Support;
using Loci.Text;

namespace Loci.Tests.Text;

public sealed class BytePairTrainerTests
{
    private const string End = "<|endoftext|>";

    private static readonly string[] _sample =
        ["The cat sat on the mat. The cat's mat is 2024 years old.", "On that mat the other cat sat, then the cats sat.", "for (int i = 0; i < 10; i++)\n{\n    sum += i;\n}\n"];

    private static readonly BytePairModel _model = Train([.. _sample, .. _sample], 300, End);
    private static readonly Tokenizer _tokenizer = _model.ToTokenizer();

    [Fact]
    public void Special_tokens_come_first_then_bytes_then_merges()
    {
        Assert.Equal(300, _model.Tokens.Count);
        Assert.Equal(300, _tokenizer.VocabularySize);
        Assert.Equal(End, _model.Tokens[0]);
        Assert.Equal([0], _tokenizer.Encode(End));
        Assert.Equal(0, _tokenizer.BeginningOfText);
        Assert.Equal(0, _tokenizer.EndOfText);
        Assert.Equal(1 + 'A', Assert.Single(_tokenizer.Encode("A")));
        Assert.All(_model.Merges, pair => Assert.Contains(_model.Tokens[pair.Left] + _model.Tokens[pair.Right], _model.Tokens));
    }

    [Fact]
    public void Merges_are_those_of_counting_everything_anew() => Texts.Any.Array[1, 6].Sample(texts =>
    {
        texts = [.. texts.Select(text => string.Concat(Texts.AsUtf8(text).Where(character => !char.IsSurrogate(character))))];
        var model = Train(texts, 256 + 24);
        var found = model.Merges.Select(pair => (Bytes(model.Tokens[pair.Left]), Bytes(model.Tokens[pair.Right])));
        Assert.Equal(NaiveBytePairs.Train(texts, 24), found);
    }, iter: 200);

    [Fact]
    public void Encoding_applies_the_merges_in_order() => Texts.Any.Sample(text =>
    {
        text = string.Concat(Texts.AsUtf8(text).Where(character => !char.IsSurrogate(character))).Replace(End, "", StringComparison.Ordinal);
        var words = NaiveBytePairs.Split(text).ToList();
        foreach (var (left, right) in _model.Merges)
            words.ForEach(word => NaiveBytePairs.Merge(word, (Bytes(_model.Tokens[left]), Bytes(_model.Tokens[right]))));
        Assert.Equal(words.SelectMany(word => word), _tokenizer.Encode(text).Select(id => Bytes(_model.Tokens[id])));
    });

    [Fact]
    public void Every_text_decodes_to_itself() =>
        Texts.Any.Sample(text => Assert.Equal(Texts.AsUtf8(text), _tokenizer.Decode(_tokenizer.Encode(text))));

    [Fact]
    public void Encoding_a_long_run_without_spaces_is_exact()
    {
        var text = string.Concat(Enumerable.Repeat("thecatsat", 20_000));
        Assert.Equal(text, _tokenizer.Decode(_tokenizer.Encode(text)));
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter() => Texts.Any.Array[1, 6].Sample(texts =>
    {
        var (forth, back) = (Train(texts, 290, End), Train(texts.Reverse(), 290, End));
        Assert.Equal(forth.Tokens, back.Tokens);
        Assert.Equal(forth.Merges, back.Merges);
    }, iter: 100);

    [Fact]
    public void Equal_counts_go_to_the_lower_ids()
    {
        var model = Train(["zy\nba\nzy\nba"], 257);
        Assert.Equal(("b", "a"), (model.Tokens[model.Merges[0].Left], model.Tokens[model.Merges[0].Right]));
    }

    [Fact]
    public void Training_ends_where_no_pair_occurs_twice()
    {
        var model = Train(["abcdef"], 1000, End);
        Assert.Equal(257, model.Tokens.Count);
        Assert.Empty(model.Merges);
    }

    [Fact]
    public void Special_tokens_in_the_texts_are_not_learnt()
    {
        var model = Train(Enumerable.Repeat(End + "x", 50), 300, End);
        Assert.Empty(model.Merges);
    }

    [Fact]
    public void A_saved_vocabulary_reads_back_the_same()
    {
        using var folder = new TemporaryFolder();
        _model.Save(folder.At("model"));
        var loaded = TokenizerLoader.Load(folder.At("model"));
        Assert.Equal(_tokenizer.VocabularySize, loaded.VocabularySize);
        Assert.Equal(_tokenizer.BeginningOfText, loaded.BeginningOfText);
        Assert.Equal(_tokenizer.EndOfText, loaded.EndOfText);
        Texts.Any.Sample(text =>
        {
            var ids = _tokenizer.Encode(text, addSpecialTokens: true);
            Assert.Equal(ids, loaded.Encode(text, addSpecialTokens: true));
            Assert.Equal(_tokenizer.Decode(ids, skipSpecialTokens: true), loaded.Decode(ids, skipSpecialTokens: true));
        });
    }

    [Fact]
    public void Threads_may_share_a_tokenizer()
    {
        var shared = _model.ToTokenizer();
        var texts = Enumerable.Range(0, 400).Select(i => $"{_sample[i % _sample.Length]} {i % 37}").ToArray();
        var alone = texts.Select(text => _tokenizer.Encode(text)).ToArray();
        var together = new int[texts.Length][];
        Parallel.For(0, texts.Length, i => together[i] = shared.Encode(texts[i]));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Impossible_wishes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(_sample, 256, End));
        Assert.Throws<ArgumentException>(() => Train(_sample, 300, End, End));
        Assert.Throws<ArgumentException>(() => Train(_sample, 300, "a"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.Decode([300]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.Decode([-1]));
    }

    private static BytePairModel Train(IEnumerable<string> texts, int size, params string[] special) =>
        BytePairTrainer.Train(texts, size, special, TestContext.Current.CancellationToken);

    /// <summary>A token as its bytes in Latin-1.</summary>
    private static string Bytes(string token)
    {
        var bytes = new List<byte>();
        Assert.True(ByteAlphabet.TryDecode(token, bytes) || token == End);
        return System.Text.Encoding.Latin1.GetString([.. bytes]);
    }
}
