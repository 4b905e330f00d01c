using Loci.Memories;
using Loci.Memories.Upkeep;

namespace Loci.Tests.Memories;

/// <summary>Where a text came from, from how many places, and what becomes of it when they change.</summary>
public sealed class SourcesTests : MemoryTestBase
{
    [Fact]
    public async Task A_changed_file_takes_the_place_of_what_it_held()
    {
        using var memory = await Open();
        await Put(memory, ("a", "old text"), ("b", "other text"));
        await Put(memory, ("a", "new text"));
        Assert.Equal([("b", "other text"), ("a", "new text")], await Held(memory));
        Assert.Equal(["new text", "other text"], Search(memory, "text").Texts.Order(StringComparer.Ordinal));
        Assert.All(Search(memory, "old").Scores, score => Assert.Equal(0, score));
    }

    [Fact]
    public async Task Without_replacing_documents_may_share_a_source()
    {
        using var memory = await Open();
        await Add(memory, "one", "two");
        Assert.Equal(2, memory.Describe().Documents);
    }

    [Fact]
    public async Task A_text_from_two_places_stays_until_both_have_lost_it()
    {
        using var memory = await Open();
        await Put(memory, ("a", "same"), ("b", "same"));
        Assert.Equal((1L, 2L, 1L), (memory.Describe().Documents, memory.Describe().Sources, memory.Describe().Copies));
        await Put(memory, ("a", "other"));
        Assert.Equal([("b", "same"), ("a", "other")], await Held(memory));
        Assert.Equal(1, await memory.ForgetAsync(new DocumentFilter { Sources = ["b"] }, Token));
        Assert.Equal([("a", "other")], await Held(memory));
    }

    [Fact]
    public async Task Forgetting_a_source_that_is_not_the_only_one_forgets_no_document()
    {
        using var memory = await Open();
        await Put(memory, ("a", "same"), ("b", "same"));
        Assert.Equal(0, await memory.ForgetAsync(new DocumentFilter { Sources = ["a"] }, Token));
        Assert.Equal([("b", "same")], await Held(memory));
        Assert.Empty(memory.Documents(cancellationToken: Token)[0].Copies);
    }

    [Fact]
    public async Task Lines_that_move_keep_their_documents()
    {
        using var memory = await Open();
        await Put(memory, ("f#1", "one"), ("f#2", "two"), ("f#3", "three"));
        await Put(memory, ("f#1", "zero"), ("f#2", "one"), ("f#3", "two"), ("f#4", "three"));
        Assert.Equal([("f#2", "one"), ("f#3", "two"), ("f#4", "three"), ("f#1", "zero")], await Held(memory));
        Assert.Equal([1, 2, 3, 4], memory.Documents(cancellationToken: Token).Select(document => document.Id)); // nothing was removed and added again
    }

    [Fact]
    public async Task Texts_that_change_places_are_both_kept()
    {
        using var memory = await Open();
        await Put(memory, ("a", "one"), ("b", "two"));
        await Put(memory, ("a", "two"), ("b", "one"));
        Assert.Equal([("b", "one"), ("a", "two")], await Held(memory));
    }

    [Fact]
    public async Task Filters_mean_what_they_say()
    {
        using var memory = await Open();
        await memory.AddManyAsync(
            [
                new ChunkedDocument(new DocumentRecord("/x/a", "one", new Dictionary<string, string>(StringComparer.Ordinal) { ["lang"] = "en", ["it's \"odd\""] = "1" }), [new Chunk("one", 1)]),
                new ChunkedDocument(new DocumentRecord("/x/b", "two", new Dictionary<string, string>(StringComparer.Ordinal) { ["lang"] = "de" }), [new Chunk("two", 1)]),
                new ChunkedDocument(new DocumentRecord("/xy", "three"), [new Chunk("three", 1)]),
            ], Token);
        Assert.Equal([1, 2], Means(memory, new DocumentFilter { SourcePrefix = "/x/" }));
        Assert.Equal([1, 2, 3], Means(memory, new DocumentFilter { SourcePrefix = "/x" }));
        Assert.Equal([3], Means(memory, new DocumentFilter { Sources = ["/xy", "/none"] }));
        Assert.Equal([2], Means(memory, new DocumentFilter { Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["lang"] = "de" } }));
        Assert.Equal([1], Means(memory, new DocumentFilter { Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["it's \"odd\""] = "1" } }));
        Assert.Equal([1, 3], Means(memory, new DocumentFilter { Ids = [3, 1, 7, 3] }));
        Assert.Equal([3], Means(memory, new DocumentFilter { Ids = [1, 3], Where = document => document.Source == "/xy" }));
        Assert.Empty(Means(memory, new DocumentFilter { Ids = [] }));
        Assert.Equal([1, 2, 3], Means(memory, new DocumentFilter { AddedBefore = DateTimeOffset.MaxValue, AddedSince = DateTimeOffset.UnixEpoch }));
        Assert.Empty(Means(memory, new DocumentFilter { AddedBefore = DateTimeOffset.UnixEpoch }));
        foreach (var document in memory.Documents(cancellationToken: Token))
            Assert.True(new DocumentFilter { SourcePrefix = "/x", AddedSince = document.Added, Ids = [1, 2, 3] }.Means(document));
        var found = memory.Search(["one two three"], new SearchOptions { Documents = new DocumentFilter { SourcePrefix = "/x/" }, Filter = document => document.Id != 1 }, Token);
        Assert.Equal([2], found.Chunks);
    }

    [Fact]
    public async Task Tenants_neither_see_nor_change_nor_weigh_each_other()
    {
        using var memory = await Open();
        using var alice = memory.ForTenant("alice");
        using var bob = memory.ForTenant("bob");
        await Put(alice, ("a", "the red apple"), ("b", "the green pear"));
        var before = Search(alice, "red").Scores;
        await Put(bob, ("a", "the red apple"), ("c", "red red red"), ("d", "red plum"));
        await Put(memory, ("a", "red as well"));
        Assert.Equal(before, Search(alice, "red").Scores); // document frequencies are a tenant's own
        Assert.Equal((2L, 3L, 1L), (alice.Describe().Documents, bob.Describe().Documents, memory.Describe().Documents));
        Assert.Equal(3, await bob.ForgetAsync(new DocumentFilter(), Token));
        Assert.Equal(2, Search(alice, "red").Count);
        Assert.Equal(0, await alice.ForgetAsync(new DocumentFilter { Ids = [.. memory.Documents(cancellationToken: Token).Select(document => document.Id)] }, Token));
        Assert.Equal(["", "alice"], (await Memory.DescribeAsync(MemoryPath, Token)).Tenants.Select(tenant => tenant.Name));
        Assert.Empty((await MemoryUpkeep.CheckAsync(MemoryPath, cancellationToken: Token)).Problems);
    }

    private static IEnumerable<long> Means(Memory memory, DocumentFilter filter) => memory.Documents(filter, Token).Select(document => document.Id);

    private static Task Put(Memory memory, params (string Source, string Text)[] documents) => memory.AddManyAsync(
        [.. documents.Select(document => new ChunkedDocument(new DocumentRecord(document.Source, document.Text) { Replaces = true }, [new Chunk(document.Text, 1)]))], Token);

    /// <summary>Sources and texts in the order of their documents, once a deep check has found nothing wrong.</summary>
    private async Task<(string, string)[]> Held(Memory memory)
    {
        Assert.Empty((await MemoryUpkeep.CheckAsync(MemoryPath, cancellationToken: Token)).Problems);
        var texts = memory.Search(["x"], new SearchOptions { Count = 1000 }, Token);
        return [.. memory.Documents(cancellationToken: Token).Select(document => (document.Source, texts.Texts[texts.Documents.ToList().FindIndex(d => d.Id == document.Id)]))];
    }
}
