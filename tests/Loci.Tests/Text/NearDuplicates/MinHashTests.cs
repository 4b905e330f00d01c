using System.Globalization;
using System.Text;
using CsCheck;
using Loci.Text.NearDuplicates;

namespace Loci.Tests.Text.NearDuplicates;

public sealed class MinHashTests
{
    private const double Deviations = 5; // and four minima, for where the resemblance is near 0 or 1 and the error far from normal

    [Fact]
    public void The_estimate_is_within_its_standard_error_of_the_true_resemblance()
    {
        var sum = 0d;
        var squares = 0d;
        var count = 0;
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300], Gen.Int[1, 300], Gen.Int).Sample((common, left, right, salt) =>
        {
            var (a, b) = (Lines(salt, 0, common, left), Lines(salt, 1, common, right));
            var (shinglesA, shinglesB) = (Set(a), Set(b));
            var union = shinglesA.Union(shinglesB).Count();
            var truth = shinglesA.Intersect(shinglesB).Count() / (double)union;
            var error = MinHash.Similarity(MinHash.Of(a), MinHash.Of(b)) - truth;
            var deviation = Math.Sqrt(truth * (1 - truth) / MinHash.Permutations);
            Assert.True(Math.Abs(error) <= Deviations * deviation + 4.0 / MinHash.Permutations, $"{error} at {truth}");
            if (deviation == 0) return;
            (sum, squares, count) = (sum + error / deviation, squares + error / deviation * (error / deviation), count + 1);
        }, iter: 2000, threads: 1);
        Assert.InRange(sum / count, -0.15, 0.15);      // no bias: of 2,000 the mean deviates by 0.022
        Assert.InRange(squares / count, 0.8, 1.2);     // the error is the standard error: of 2,000 the variance deviates by 0.032
    }

    [Theory]
    [InlineData(0.9, 0.999, 1.0)]
    [InlineData(0.5, 0.03, 0.10)] // 1 − (1 − 0.5⁸)¹⁶ = 0.061
    [InlineData(0.2, 0.0, 0.005)]
    public void Bands_find_what_resembles_and_little_else(double resemblance, double least, double most)
    {
        const int Pairs = 2000;
        var found = 0;
        for (var pair = 0; pair < Pairs; pair++)
        {
            var common = (int)Math.Round(200 * resemblance / (1 + resemblance)); // of 100 lines each: J = c / (200 − c)
            var keys = MinHash.BandKeys(MinHash.Of(Lines(pair, 0, common, 100 - common))).ToHashSet();
            if (MinHash.BandKeys(MinHash.Of(Lines(pair, 1, common, 100 - common))).Any(keys.Contains)) found++;
        }
        Assert.InRange(found / (double)Pairs, least, most);
    }

    [Fact]
    public void Edits_lower_the_resemblance_and_what_readers_do_not_see_does_not()
    {
        var text = string.Concat(Enumerable.Range(0, 400).Select(i => $"Word{i * 7919 % 1009} "));
        var whole = MinHash.Of(text);
        Assert.Equal(1, MinHash.Similarity(whole, MinHash.Of(text.ToUpperInvariant().Replace(" ", ",\n\n ", StringComparison.Ordinal))));
        var one = MinHash.Similarity(whole, MinHash.Of(text.Replace("Word7919 ", "", StringComparison.Ordinal).Replace("Word853", "other", StringComparison.Ordinal)));
        Assert.InRange(one, 0.9, 1.0);
        Assert.InRange(MinHash.Similarity(whole, MinHash.Of(text.AsSpan(0, text.Length / 2))), 0.35, 0.65);
        Assert.InRange(MinHash.Similarity(whole, MinHash.Of(string.Join(' ', text.Split(' ').Reverse()))), 0, 0.05); // the order counts
    }

    [Fact]
    public void Scripts_that_part_no_words_are_compared_by_character()
    {
        const string Text = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。";
        Assert.InRange(MinHash.Similarity(MinHash.Of(Text), MinHash.Of(Text.Replace("猫", "犬", StringComparison.Ordinal))), 0.6, 0.99);
        Assert.InRange(MinHash.Similarity(MinHash.Of("สวัสดีชาวโลกทั้งหลายในวันนี้"), MinHash.Of("สวัสดีชาวโลกทั้งหลายในวันพรุ่งนี้")), 0.4, 0.99);
        Assert.Equal(1, MinHash.Similarity(MinHash.Of("𠀀𠀁𠀂𠀃"), MinHash.Of("𠀀 𠀁、𠀂𠀃")));
    }

    [Fact]
    public void Short_texts_are_compared_by_all_their_words_and_texts_without_words_resemble_nothing()
    {
        Assert.Equal(1, MinHash.Similarity(MinHash.Of("Hello, world"), MinHash.Of("hello world!")));
        Assert.True(MinHash.Similarity(MinHash.Of("hello"), MinHash.Of("world")) < 0.05);
        Assert.True(MinHash.Similarity(MinHash.Of("hello world"), MinHash.Of("world hello")) < 0.05);
        var none = MinHash.Of(" ... \n");
        Assert.True(none.IsEmpty);
        Assert.Equal(0, MinHash.Similarity(none, none));
        Assert.Empty(MinHash.BandKeys(none));
        Assert.Equal(MinHash.Bands, MinHash.BandKeys(MinHash.Of("a")).Count);
    }

    [Fact]
    public void Signatures_come_back_from_their_bytes_and_are_the_same_everywhere()
    {
        Gen.String.Sample(text =>
        {
            var signature = MinHash.Of(text);
            var again = MinHashSignature.FromBytes(signature.ToBytes());
            Assert.Equal(signature.Minima, again.Minima);
            Assert.Equal(MinHash.BandKeys(signature), MinHash.BandKeys(again));
        });
        Assert.Equal(Pinned, MinHash.BandKeys(MinHash.Of("The quick brown fox jumps over the lazy dog"))[0]); // stored keys must stay
        Assert.Throws<ArgumentException>(() => MinHashSignature.FromBytes(new byte[5]));
    }

    private const long Pinned = 6_587_421_062_494_204_011;

    /// <summary>Lines of three words, each a shingle that no other line has; those across two lines tell apart which text they are in.</summary>
    private static string Lines(int salt, int side, int common, int own)
    {
        var text = new StringBuilder();
        for (var i = 0; i < common; i++) text.Append(CultureInfo.InvariantCulture, $"c{salt}x{i} c{salt}y{i} c{salt}z{i} ");
        for (var i = 0; i < own; i++) text.Append(CultureInfo.InvariantCulture, $"{side}o{salt}x{i} {side}o{salt}y{i} {side}o{salt}z{i} ");
        return text.ToString();
    }

    private static HashSet<string> Set(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? [] : words.Length < 3 ? [text] : [.. Enumerable.Range(0, words.Length - 2).Select(i => string.Join(' ', words[i..(i + 3)]))];
    }
}
