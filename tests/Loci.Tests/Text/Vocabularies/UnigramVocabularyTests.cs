using CsCheck;
using Loci.Text.Vocabularies;

namespace Loci.Tests.Text.Vocabularies;

public sealed class UnigramVocabularyTests
{
    private static readonly (string Token, double Score)[] _entries =
        [("<unk>", 0), ("a", -1.0), ("b", -1.3), ("ab", -2.1), ("abb", -3.7), ("ba", -2.45), ("aab", -3.05), ("bbbb", -4.9), ("c", -6)];

    private static readonly UnigramVocabulary _vocabulary = new(_entries, unknown: 0, byteFallback: false);

    [Fact]
    public void The_path_found_is_the_best_of_all_paths() => Gen.String[Gen.Char['a', 'c'], 1, 12].Sample(word =>
    {
        var ids = new List<int>();
        _vocabulary.Encode(word, ids);
        Assert.Equal(word, string.Concat(ids.Select(_vocabulary.TokenOf)));
        Assert.Equal(Best(word), ids.Sum(id => _entries[id].Score), 1e-9);
    });

    [Fact]
    public void Neighbouring_unknown_characters_are_one_unknown_token()
    {
        var ids = new List<int>();
        _vocabulary.Encode("a?!\U0001F600b", ids);
        Assert.Equal([1, 0, 2], ids);
    }

    [Fact]
    public void Without_an_unknown_token_an_unknown_character_is_refused() => Assert.Contains(
        "'?'", Assert.Throws<InvalidInputException>(() => new UnigramVocabulary([("a", -1)], unknown: null, byteFallback: false).Encode("a?", [])).Message, StringComparison.Ordinal);

    private static double Best(string word) => word.Length == 0
        ? 0
        : _entries.Skip(1).Where(entry => word.StartsWith(entry.Token, StringComparison.Ordinal)).Max(entry => entry.Score + Best(word[entry.Token.Length..]));
}
