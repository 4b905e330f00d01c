using CsCheck;
using Loci.Embedding;
using Loci.Learning;
using Loci.Memories;
using Loci.Tests.Embedding;

namespace Loci.Tests.Memories;

public sealed class MemorySearchTests : MemoryTestBase
{
    private static readonly string[] Vocabulary = ["a", "b", "c", "dd", "ee", "f", "g", "hh"];

    private static readonly Gen<string> Text =
        Gen.Int[0, Vocabulary.Length - 1].Array[0, 12].Select(words => string.Join(' ', words.Select(word => Vocabulary[word])));

    private static readonly Gen<(string[] Chunks, string[] Queries, int Count)> Corpus =
        Gen.Select(Text.Array[0, 30], Text.Array[1, 3], Gen.Int[1, 40]);

    [Fact]
    public Task Lexical_search_is_the_exact_cosine() => HoldsAgainstOracle(() => new LexicalEmbedder());

    [Fact]
    public Task Dense_search_is_the_exact_cosine() => HoldsAgainstOracle(() => new LetterEmbedder(5));

    [Fact]
    public Task A_sum_is_searched_by_the_weighted_sum_of_cosines() => HoldsAgainstOracle(() => new SumEmbedder(
        new WeightedEmbedder(new LexicalEmbedder(new LexicalOptions { ShortestCharacters = 2, LongestCharacters = 3 }), 2),
        new WeightedEmbedder(new LetterEmbedder(7), 1),
        new WeightedEmbedder(new LexicalEmbedder(), 1)));

    [Fact]
    public async Task Equal_scores_go_to_the_chunk_added_first()
    {
        using var memory = await Open();
        await memory.AddAsync(new DocumentRecord("s", "whole"), [.. Enumerable.Repeat(new Chunk("same text", 2), 5), new Chunk("other", 1)], Token);
        Assert.Equal([1, 2, 3], Search(memory, "same text", 3).Chunks);
    }

    [Fact]
    public async Task Candidates_carry_what_was_added()
    {
        using var memory = await Open();
        var document = new DocumentRecord("path/file.txt", "first part, second part", new Dictionary<string, string>(StringComparer.Ordinal) { ["lang"] = "en" });
        await memory.AddAsync(document, [new Chunk("first part", 2), new Chunk("second\0part é", 3)], Token);
        var found = Search(memory, "second", 1);
        Assert.Equal("second\0part é", Assert.Single(found.Texts));
        Assert.Equal(2, Assert.Single(found.Chunks));
        Assert.Equal(1, Assert.Single(found.Ordinals));
        Assert.Equal(3, Assert.Single(found.TokenCounts));
        var source = Assert.Single(found.Documents);
        Assert.Equal(("path/file.txt", 1L, 23L, "en"), (source.Source, source.Id, source.Bytes, source.Meta["lang"]));
    }

    [Fact]
    public async Task A_filter_leaves_documents_out_and_the_rest_is_still_ranked()
    {
        using var memory = await Open();
        await memory.AddManyAsync([Document("apple pie", "a"), Document("apple tart", "b"), Document("apple", "c")], Token);
        var found = memory.Search(["apple"], new SearchOptions { Count = 2, Filter = document => document.Source is not "c" }, Token);
        Assert.Equal<IEnumerable<string>>(["a", "b"], found.Documents.Select(document => document.Source).Order(StringComparer.Ordinal));
        Assert.Empty(memory.Search(["apple"], new SearchOptions { Filter = _ => false }, Token).Chunks);
    }

    [Fact]
    public async Task An_empty_memory_finds_nothing()
    {
        using var memory = await Open(new SumEmbedder(new WeightedEmbedder(new LexicalEmbedder(), 1), new WeightedEmbedder(new LetterEmbedder(), 1)));
        var found = memory.Search(["anything", "else"], cancellationToken: Token);
        Assert.Equal((0, 2), (found.Count, found.Queries));
        var kernel = CandidateKernels.Of(found);
        Assert.Equal((0, 2), (kernel.Candidates, kernel.Targets));
    }

    [Fact]
    public async Task A_query_without_terms_finds_the_first_chunks_with_score_zero()
    {
        using var memory = await Open();
        await Add(memory, "one", "two", "three");
        var found = Search(memory, "...", 2);
        Assert.Equal([1, 2], found.Chunks);
        Assert.Equal([0, 0], found.Scores);
    }

    [Fact]
    public async Task Senseless_searches_are_refused()
    {
        using var memory = await Open();
        Assert.Throws<InvalidInputException>(() => memory.Search(Array.Empty<string>(), cancellationToken: Token));
        Assert.Throws<InvalidInputException>(() => Search(memory, "x", 0));
        var foreign = new LetterEmbedder().Embed(["x"], Token);
        Assert.Contains("tfidf", Assert.Throws<InvalidInputException>(() => memory.Search(foreign, cancellationToken: Token)).Message, StringComparison.Ordinal);
    }

    private Task HoldsAgainstOracle(Func<IEmbedder> make)
    {
        var number = 0;
        return Corpus.SampleAsync(async corpus =>
        {
            var (chunks, queries, count) = corpus;
            using var embedder = make();
            using var memory = await Open(embedder, Path.Combine(Root, FormattableString.Invariant($"{Interlocked.Increment(ref number)}.loci")));
            // Half before the first search and half after it: the index grows.
            await memory.AddAsync(new DocumentRecord("a", "first half"), [.. chunks.Take(chunks.Length / 2).Select(text => new Chunk(text, 1))], Token);
            memory.Search(queries, cancellationToken: Token);
            await memory.AddAsync(new DocumentRecord("b", "second half"), [.. chunks.Skip(chunks.Length / 2).Select(text => new Chunk(text, 1))], Token);
            var found = memory.Search(queries, new SearchOptions { Count = count }, Token);
            AssertExact(new NaiveSearch(embedder, chunks), chunks, queries, count, found);
        }, iter: 40);
    }

    private static void AssertExact(NaiveSearch oracle, string[] chunks, string[] queries, int count, Candidates found)
    {
        var scores = oracle.Scores(queries);
        Assert.Equal(Math.Min(count, chunks.Length), found.Count);
        Assert.Equal(found.Count, found.Chunks.Distinct().Count());
        var kernel = CandidateKernels.Of(found);
        var column = new double[found.Count];
        for (var i = 0; i < found.Count; i++)
        {
            var chunk = (int)found.Chunks[i] - 1;
            Assert.Equal(chunks[chunk], found.Texts[i]);
            Assert.Equal(scores[chunk], found.Scores[i], 1e-5);
            Assert.True(i == 0 || found.Scores[i] <= found.Scores[i - 1]);
        }
        var worst = found.Count == 0 ? 0 : found.Scores[^1];
        foreach (var missed in Enumerable.Range(0, chunks.Length).Where(c => !found.Chunks.Contains(c + 1)))
            Assert.True(scores[missed] <= worst + 1e-5);
        for (var t = 0; t < queries.Length; t++)
        {
            kernel.TargetColumn(t, column);
            for (var i = 0; i < found.Count; i++)
                Assert.Equal(oracle.Kernel(queries[t], found.Texts[i]), column[i], 1e-5);
        }
        if (found.Count == 0)
            return;
        kernel.CandidateColumn(0, column);
        for (var i = 0; i < found.Count; i++)
            Assert.Equal(oracle.Kernel(found.Texts[0], found.Texts[i]), column[i], 1e-5);
    }
}
