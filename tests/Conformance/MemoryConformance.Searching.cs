using CsCheck;
using Loci.Embedding;
using Loci.Learning;
using Loci.Memories;
using Loci.Tests.Embedding;
using Loci.Tests.Memories;

namespace Loci.TestSupport;

public abstract partial class MemoryConformance
{
    private static readonly string[] Vocabulary = ["a", "b", "c", "dd", "ee", "f", "g", "hh"];

    private static readonly Gen<string> Text =
        Gen.Int[0, Vocabulary.Length - 1].Array[0, 12].Select(words => string.Join(' ', words.Select(word => Vocabulary[word])));

    private static readonly Gen<(string[] Chunks, string[] Queries, int Count)> Corpus = Gen.Select(Text.Array[0, 30], Text.Array[1, 3], Gen.Int[1, 40]);

    /// <summary>How many corpora a place is held against; fewer where each costs a memory on a server.</summary>
    protected virtual int Corpora => 10;

    [Fact]
    public Task Dense_search_is_the_exact_cosine() => HoldsAgainstOracle(() => new LetterEmbedder(5));

    [Fact]
    public Task A_sum_of_dense_parts_is_searched_by_the_weighted_sum_of_cosines() =>
        HoldsAgainstOracle(() => new SumEmbedder(new WeightedEmbedder(new LetterEmbedder(5), 1), new WeightedEmbedder(new LetterEmbedder(7), 3)));

    [Fact]
    public async Task Lexical_search_is_the_exact_cosine()
    {
        Assert.SkipUnless(TakesTerms, "This place takes no term counts.");
        await HoldsAgainstOracle(() => new LexicalEmbedder());
    }

    [Fact]
    public async Task A_sum_with_terms_is_searched_by_the_weighted_sum_of_cosines()
    {
        Assert.SkipUnless(TakesTerms, "This place takes no term counts.");
        await HoldsAgainstOracle(() => new SumEmbedder(new WeightedEmbedder(new LexicalEmbedder(), 2), new WeightedEmbedder(new LetterEmbedder(7), 1)));
    }

    [Fact]
    public async Task Equal_scores_go_to_the_chunk_added_first()
    {
        using var memory = await Open();
        await memory.AddManyAsync([Document("whole") with { Chunks = [.. Enumerable.Repeat(new Chunk("same text", 2), 50), new Chunk("other", 1)] }], Token);
        Assert.Equal([0, 1, 2], Search(memory, "same text", 3).Ordinals);
        Assert.Equal([0, 1, 2], memory.Search(Letters.Embed(["same text", "same"], Token), new SearchOptions { Count = 3 }, Token).Ordinals);
    }

    [Fact]
    public async Task A_query_without_features_finds_the_first_chunks_with_score_zero()
    {
        using var memory = await Open();
        await memory.AddManyAsync([Document("whole") with { Chunks = [.. "one two three four".Split(' ').Select(text => new Chunk(text, 1))] }], Token);
        var found = Search(memory, "", 2);
        Assert.Equal([0, 1], found.Ordinals);
        Assert.Equal([0, 0], found.Scores);
    }

    [Fact]
    public async Task An_opposite_vector_is_as_near_as_an_equal_one()
    {
        using var memory = await Open();
        Chunk Along(string text, int axis, float sign)
        {
            var vector = new float[16];
            vector[axis] = sign;
            return new Chunk(text, 1) { Features = new Features([vector], [null]) };
        }

        await memory.AddManyAsync([Document("whole") with { Chunks = [Along("across", 1, 1), Along("opposite", 0, -1), Along("equal", 0, 1)] }], Token);
        var found = memory.Search([Along("query", 0, 1).Features!], new SearchOptions { Count = 2 }, Token);
        Assert.Equal(["opposite", "equal"], found.Texts);
        Assert.Equal([1, 1], found.Scores);
    }

    [Fact]
    public async Task Filters_leave_out_and_the_rest_is_still_ranked()
    {
        using var memory = await Open();
        string[] texts = [.. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"text {i * 37} of {i * i}"))];
        await memory.AddManyAsync([.. texts.Select((text, i) => Document(text, i % 3 == 0 ? "third" : "other", meta: ("half", i % 2 == 0 ? "even" : "odd")))], Token);
        var oracle = new NaiveSearch(Letters, texts).Scores(["text 740 of 400"]);
        foreach (var options in (SearchOptions[])
        [
            new() { Documents = new DocumentFilter { Sources = ["third"], Meta = Entries(("half", "even")) } },
            new() { Documents = new DocumentFilter { Sources = ["third"] }, Filter = document => document.Meta["half"] == "even" },
            new() { Filter = document => document.Meta["half"] == "even" && document.Source == "third" },
        ])
        {
            var found = memory.Search(Letters.Embed(["text 740 of 400"], Token), options with { Count = 7 }, Token);
            double[] expected = [.. Enumerable.Range(0, 60).Where(i => i % 6 == 0).Select(i => oracle[i]).OrderDescending().Take(7)];
            Assert.Equal(7, found.Count);
            for (var i = 0; i < 7; i++)
                Assert.Equal(expected[i], found.Scores[i], 1e-5);
        }
    }

    [Fact]
    public async Task Senseless_searches_are_refused()
    {
        using var memory = await Open();
        Assert.Throws<InvalidInputException>(() => memory.Search([], cancellationToken: Token));
        Assert.Throws<InvalidInputException>(() => Search(memory, "x", 0));
        Assert.Throws<InvalidInputException>(() => memory.Search(new LetterEmbedder(5).Embed(["x"], Token), cancellationToken: Token));
        Assert.Equal((0, 2), (memory.Search(Letters.Embed(["a", "b"], Token), cancellationToken: Token).Count, memory.Search(Letters.Embed(["a", "b"], Token), cancellationToken: Token).Queries));
    }

    private async Task HoldsAgainstOracle(Func<IEmbedder> make)
    {
        (await Open()).Dispose(); // a place that is not there skips the test here, and not a corpus
        await Corpus.SampleAsync(async corpus =>
        {
            var (chunks, queries, count) = corpus;
            using var embedder = make();
            using var memory = await OpenAnother(embedder);
            // Half before the first search and half after it: an index grows. Two documents, so that shards have something each.
            await memory.AddManyAsync([Document("first half") with { Chunks = [.. chunks.Take(chunks.Length / 2).Select(text => new Chunk(text, 1))] }], Token);
            memory.Search(embedder.Embed(queries, Token), cancellationToken: Token);
            await memory.AddManyAsync([Document("second half of it") with { Chunks = [.. chunks.Skip(chunks.Length / 2).Select(text => new Chunk(text, 1))] }], Token);
            AssertExact(embedder, chunks, queries, count, memory.Search(embedder.Embed(queries, Token), new SearchOptions { Count = count }, Token));
        }, iter: Corpora, threads: 1);
    }

    private static void AssertExact(IEmbedder embedder, string[] chunks, string[] queries, int count, Candidates found)
    {
        var oracle = new NaiveSearch(embedder, chunks);
        var scores = oracle.Scores(queries);
        Assert.Equal(Math.Min(count, chunks.Length), found.Count);
        Assert.Equal(found.Count, found.Chunks.Distinct().Count());
        var best = scores.OrderDescending().Take(count).ToArray();
        var kernel = CandidateKernels.Of(found);
        var column = new double[found.Count];
        for (var i = 0; i < found.Count; i++)
        {
            Assert.Equal(best[i], found.Scores[i], 1e-5);
            Assert.Equal(scores[Array.IndexOf(chunks, found.Texts[i])], found.Scores[i], 1e-5);
        }
        for (var t = 0; t < queries.Length; t++)
        {
            kernel.TargetColumn(t, column);
            for (var i = 0; i < found.Count; i++)
                Assert.Equal(oracle.Kernel(queries[t], found.Texts[i]), column[i], 1e-5);
        }
    }
}
