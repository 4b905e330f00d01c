using Loci.Embedding;
using Loci.Memories;
using Loci.Postgres.Tests.Servers;
using Loci.Tests.Memories;

namespace Loci.Postgres.Tests;

public sealed class PostgresMemoryTests(PostgresServer server) : PostgresTestBase
{
    [Fact]
    public async Task A_database_holds_several_memories_and_says_what_is_in_them()
    {
        Assert.Null(await PostgresMemory.FindEmbedderAsync(server.Address(Name), Token));
        using var lexical = new LexicalEmbedder();
        using var one = await Open(server.Address(Name));
        using var other = await Open(server.Address(Name + "_other"), lexical);
        await Add(one, "fünf");
        await Add(other, "one", "two");
        Assert.Equal(Letters.Identity, await PostgresMemory.FindEmbedderAsync(server.Address(Name), Token));
        Assert.Equal(lexical.Identity, await PostgresMemory.FindEmbedderAsync(server.Address(Name + "_other"), Token));
        var info = await PostgresMemory.DescribeAsync(server.Address(Name), Token);
        Assert.Equal((1L, 1L, 5L, 1L), (info.Documents, info.Chunks, info.Bytes, info.Revision));
        Assert.True(info.StoredBytes > 8192);
        Assert.Equal(one.Path, info.Path);
        Assert.DoesNotContain("geheim", info.Path, StringComparison.Ordinal);
        Assert.Equal(2, other.Describe().Documents);
        await Assert.ThrowsAsync<InvalidInputException>(() => PostgresMemory.DescribeAsync(server.Address(Name + "_none"), Token));
    }

    [Fact]
    public async Task A_server_without_pgvector_says_so_where_it_is_to_search()
    {
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => Open(server.Address(Name), options: new PostgresOptions { Search = VectorSearch.Server }));
        Assert.Contains("pgvector", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_at_the_same_moment_makes_one_memory()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Open(server.Address(Name))));
        foreach (var memory in opened)
            await Add(memory, "text " + Array.IndexOf(opened, memory));
        Assert.Equal(6, opened[0].Describe().Documents);
        foreach (var memory in opened)
            memory.Dispose();
    }

    [Fact]
    public async Task An_earlier_version_is_brought_up_to_date_and_a_later_one_refused()
    {
        var address = server.Address(Name);
        using (var memory = await Open(address))
            await Add(memory, "one");
        Run(address, $"ALTER TABLE \"loci_{Name}\".memory DROP vectors; DELETE FROM \"loci_{Name}\".versions WHERE version > 1");
        using (var memory = await Open(address))
            Assert.Equal("one", Search(memory, "one").Texts[0]);
        Assert.Equal(Schema.Migrations.Version, Run(address, $"SELECT max(version) FROM \"loci_{Name}\".versions"));
        Run(address, $"INSERT INTO \"loci_{Name}\".versions(version) VALUES(99)");
        Assert.Contains("format 99", (await Assert.ThrowsAsync<InvalidInputException>(() => Open(address))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_that_is_kept_answers_as_a_fresh_one_and_goes_with_what_is_forgotten()
    {
        using var folder = new TemporaryFolder();
        var options = new PostgresOptions { CacheFolder = folder["cache"] };
        var address = server.Address(Name);
        using (var memory = await Open(address, options: options))
        {
            await Add(memory, "one text", "two texts", "three");
            Search(memory, "text");
        }
        Assert.NotEmpty(Directory.GetFiles(folder["cache"], "*", SearchOption.AllDirectories));
        Run(address, $"UPDATE \"loci_{Name}\".chunks SET checksum = 0 WHERE id = 1"); // would be noticed if it were read
        using (var memory = await Open(address, options: options))
        {
            Assert.Equal("three", Search(memory, "three", 1).Texts[0]);
            await memory.ForgetAsync(new DocumentFilter { Ids = [1] }, Token);
        }
        Assert.Empty(Directory.GetFiles(folder["cache"], "*", SearchOption.AllDirectories));
    }
}
