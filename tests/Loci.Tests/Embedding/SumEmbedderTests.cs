using Loci.Embedding;

namespace Loci.Tests.Embedding;

public sealed class SumEmbedderTests
{
    [Fact]
    public void Parts_follow_one_another_and_weights_sum_to_one()
    {
        using var sum = new SumEmbedder(new WeightedEmbedder(new LexicalEmbedder(), 3), new WeightedEmbedder(new LetterEmbedder(4), 1));
        Assert.Equal(
            [new("tfidf", FeatureKind.TermCounts, 0.75, 0), new("letters", FeatureKind.Dense, 0.25, 4)],
            sum.Parts);
        Assert.Equal("sum(0.75*lexical-words-bigrams/1+0.25*letters-4/1)", sum.Identity);
        Assert.Equal(0.25, sum.Noise, 12);
        var features = sum.Embed(["some text"], TestContext.Current.CancellationToken)[0];
        Assert.Null(features.Dense[0]);
        Assert.Equal(3, features.Terms[0]!.Terms.Length);
        Assert.Equal(4, features.Dense[1]!.Length);
        Assert.Null(features.Terms[1]);
    }

    [Fact]
    public void Sums_nest_and_equal_names_are_told_apart()
    {
        using var sum = new SumEmbedder(
            new WeightedEmbedder(new SumEmbedder(new WeightedEmbedder(new LetterEmbedder(4), 1), new WeightedEmbedder(new LetterEmbedder(5), 1)), 1),
            new WeightedEmbedder(new LetterEmbedder(6), 1));
        Assert.Equal<IEnumerable<string>>(["letters", "letters2", "letters3"], sum.Parts.Select(part => part.Name));
        Assert.Equal([0.25, 0.25, 0.5], sum.Parts.Select(part => part.Weight));
    }

    [Fact]
    public void Disposing_the_sum_disposes_its_members()
    {
        var member = new LetterEmbedder();
        new SumEmbedder(new WeightedEmbedder(member, 1)).Dispose();
        Assert.True(member.IsDisposed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Weights_must_be_positive(double weight) =>
        Assert.Throws<InvalidInputException>(() => new SumEmbedder(new WeightedEmbedder(new LexicalEmbedder(), weight)));

    [Fact]
    public void A_sum_of_nothing_is_refused() => Assert.Throws<InvalidInputException>(() => new SumEmbedder());
}
