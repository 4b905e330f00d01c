using Loci.Embedding;
using Loci.Memories;
using Loci.Postgres.Tests.Servers;
using Loci.Tests.Embedding;
using Loci.Tests.Memories;

namespace Loci.Postgres.Tests;

/// <summary>What the server finds, beside what a local search finds.</summary>
[Collection(PgliteServer.InTurn)]
public sealed class ServerSearchTests(PgliteServer server) : PostgresTestBase
{
    private const int Dimensions = 64;

    private static readonly LetterEmbedder Wide = new(Dimensions);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Comparing_all_vectors_gives_the_scores_of_a_folder_to_the_last_bit(bool half)
    {
        using var folder = new TemporaryFolder();
        using var local = await Memory.OpenAsync(folder["local.loci"], Wide, new MemoryOptions { Create = true }, Token);
        using var remote = await Open(server.Address(Name), Wide, new PostgresOptions { Search = VectorSearch.Server, HalfPrecision = half });
        var chunks = Clustered(1500, Dimensions, 1);
        foreach (var memory in (Memory[])[local, remote])
            await memory.AddManyAsync([.. chunks.Chunk(10).Select((some, i) => Document(FormattableString.Invariant($"document {i}"), FormattableString.Invariant($"{i % 4}")) with { Chunks = some })], Token);
        foreach (var queries in (Chunk[][])[Clustered(1, Dimensions, 2), Clustered(4, Dimensions, 3)])
        {
            foreach (var options in (SearchOptions[])[new() { Count = 200 }, new() { Count = 5, Documents = new DocumentFilter { Sources = ["1", "2"] } }])
            {
                Features[] features = [.. queries.Select(query => query.Features!)];
                var (expected, found) = (local.Search(features, options, Token), remote.Search(features, options, Token));
                Assert.Equal(expected.Scores, found.Scores);
                Assert.Equal(expected.Texts, found.Texts);
                Assert.Equal(expected.Parts[0].DenseRows, found.Parts[0].DenseRows);
            }
        }
    }

    [Fact]
    public async Task A_graph_finds_nearly_all_and_more_with_more_candidates()
    {
        var address = server.Address(Name);
        using (var writer = await Open(address, Wide))
            await writer.AddManyAsync([.. Clustered(3000, Dimensions, 1).Chunk(10).Select((some, i) => Document(FormattableString.Invariant($"document {i}"), FormattableString.Invariant($"{i % 4}")) with { Chunks = some })], Token);
        using var exact = await Open(address, Wide);
        using var graph = await Open(address, Wide, new PostgresOptions { Index = VectorIndex.Hnsw, EfSearch = 20 });
        Chunk[] queries = Clustered(30, Dimensions, 5);
        var filter = new DocumentFilter { Sources = ["1", "2"] };
        var few = Recall(probes: 0, null);
        var many = Recall(probes: 400, null);
        var filtered = Recall(probes: 400, filter);
        TestContext.Current.SendDiagnosticMessage("recall at 20: {0:0.000} with 20 candidates, {1:0.000} with 400, {2:0.000} filtered", few, many, filtered);
        Assert.InRange(few, 0.6, 1);
        Assert.InRange(many, 0.99, 1);
        Assert.InRange(filtered, 0.95, 1);
        Assert.True(few < many);

        double Recall(int probes, DocumentFilter? documents) => queries.Average(query =>
        {
            var options = new SearchOptions { Count = 20, Probes = probes, Documents = documents };
            var found = graph.Search([query.Features!], options, Token);
            Assert.All(found.Documents, document => Assert.True(documents?.Means(document) != false));
            return found.Chunks.Intersect(exact.Search([query.Features!], options, Token).Chunks).Count() / 20.0;
        });
    }

    [Fact]
    public async Task Vectors_are_kept_level_by_every_writer_and_made_where_they_are_missing()
    {
        var address = server.Address(Name);
        using var local = await Open(address, options: new PostgresOptions { Search = VectorSearch.Local });
        await Add(local, "one", "two");
        using (var auto = await Open(address))
            await Add(auto, "three");
        Assert.Equal(0L, Run(address, $"SELECT count(*) FROM pg_tables WHERE schemaname = 'loci_{Name}' AND tablename = 'vectors_1'"));
        using var remote = await Open(address, options: new PostgresOptions { Search = VectorSearch.Server });
        await Add(local, "four");
        await local.ForgetAsync(new DocumentFilter { Ids = [1] }, Token);
        Assert.Equal(3L, Run(address, $"SELECT count(*) FROM \"loci_{Name}\".vectors_1"));
        Assert.Equal(Search(local, "four").Texts, Search(remote, "four").Texts);
        Assert.Equal(Search(local, "four").Scores, Search(remote, "four").Scores);
        Run(address, $"UPDATE \"loci_{Name}\".memory SET vectors = NULL; DROP TABLE \"loci_{Name}\".vectors_1");
        Assert.Equal(Search(local, "four").Texts, Search(remote, "four").Texts);
    }

    [Fact]
    public async Task What_the_server_cannot_search_is_searched_locally_or_refused()
    {
        using var lexical = new LexicalEmbedder();
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => Open(server.Address(Name), lexical, new PostgresOptions { Search = VectorSearch.Server }));
        Assert.Contains("one dense part", error.Message, StringComparison.Ordinal);
        using var memory = await Open(server.Address(Name), lexical);
        await Add(memory, "some words", "other words");
        Assert.Equal("some words", Search(memory, "some", 1).Texts[0]);
        using var widest = new LetterEmbedder(2001);
        error = await Assert.ThrowsAsync<InvalidInputException>(() => Open(server.Address(Name + "_wide"), widest, new PostgresOptions { Index = VectorIndex.Hnsw }));
        Assert.Contains("HalfPrecision", error.Message, StringComparison.Ordinal);
        using var halves = await Open(server.Address(Name + "_half"), widest, new PostgresOptions { Index = VectorIndex.Hnsw, HalfPrecision = true });
        await Add(halves, "some words", "other words");
        Assert.Equal("some words", Search(halves, "some words", 1).Texts[0]);
    }
}
