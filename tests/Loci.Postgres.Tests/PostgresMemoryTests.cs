using System.Text;
using Loci.Embedding;
using Loci.Memories;
using Loci.Memories.Storage;
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

    [Fact]
    public async Task Near_duplicates_are_marked_or_dropped_and_their_signatures_go_with_them()
    {
        using var memory = await Open(server.Address(Name));
        using var database = new Schema.PostgresDatabase(Addressing.PostgresAddress.Parse(server.Address(Name)), 0);
        using var store = new PostgresStore(database, Letters.Parts, new PostgresOptions(), null);
        Assert.Equal([true, true, false], store.Add("", [Signed("a", 0, drop: false), Signed("b", 1, drop: false), Signed("c", 0, drop: true)], Token));
        Assert.Equal([true, false, true], store.Add("", [Signed("d", 9, drop: false), Signed("e", 2, drop: true), Signed("f", 60, drop: true)], Token));
        Assert.Equal([true], store.Add("elsewhere", [Signed("a", 0, drop: true)], Token));
        var documents = memory.Documents(cancellationToken: Token);
        Assert.Equal(["a", "b", "d", "f"], documents.Select(document => document.Source));
        Assert.Equal([null, documents[0].Id, documents[0].Id, null], documents.Select(document => document.DuplicateOf));
        Assert.Equal(2, memory.Describe().NearDuplicates);
        await memory.ForgetAsync(new DocumentFilter { Sources = ["a"] }, Token);
        Assert.All(memory.Documents(cancellationToken: Token), document => Assert.Null(document.DuplicateOf));
        Assert.Equal([false], store.Add("", [Signed("g", 0, drop: true)], Token)); // b is still like it
    }

    /// <summary>A document whose signature of 64 entries differs from the plain one in some of them; all share a band.</summary>
    private static PreparedDocument Signed(string text, int differences, bool drop)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var signature = new byte[256];
        for (var i = 0; i < differences; i++)
            signature[4 * i] = (byte)(text[0] + i);
        var features = FeatureCodec.Encode(Letters.Parts, Letters.Embed([text])[0]);
        return new PreparedDocument(new DocumentRecord(text, text), System.Security.Cryptography.SHA256.HashData(utf8), utf8.Length, [new PreparedChunk(utf8, 1, features)])
        {
            Signature = new PreparedSignature(signature, [7, 7, 8 + differences], drop),
        };
    }
}
