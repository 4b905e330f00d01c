using System.Numerics.Tensors;
using Loci.Samples.Reranking;

namespace Loci.Samples.Tests;

public sealed class RerankingTests
{
    private const float Copy = 0.9f; // cosine from which on two passages are copies of each other

    [Fact]
    public async Task A_plain_search_repeats_itself_and_the_re_ranked_one_does_not()
    {
        (Passage[] nearest, Passage[] reranked) = await TopFive.FindAsync(TestContext.Current.CancellationToken);
        Assert.Equal((5, 5), (nearest.Length, reranked.Length));
        Assert.True(await CopiesAsync(nearest) >= 2);
        Assert.Equal(0, await CopiesAsync(reranked));
        Assert.Equal(nearest[0].Id, reranked[0].Id);
    }

    [Fact]
    public async Task The_page_shows_what_is_printed() => Readme.Shows("Reranking", await TopFive.RunAsync(TestContext.Current.CancellationToken));

    private static async Task<int> CopiesAsync(Passage[] passages)
    {
        using var embedder = new HashedWords();
        var vectors = await embedder.GenerateAsync(passages.Select(passage => passage.Text), cancellationToken: TestContext.Current.CancellationToken);
        return vectors.Where((vector, i) => vectors.Take(i).Any(earlier => TensorPrimitives.CosineSimilarity(vector.Vector.Span, earlier.Vector.Span) >= Copy)).Count();
    }
}
