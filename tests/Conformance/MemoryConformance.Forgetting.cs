using Loci.Memories;

namespace Loci.TestSupport;

public abstract partial class MemoryConformance
{
    private static readonly DateTimeOffset Noon = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string[]> Filters => new()
    {
        { "everything", [] },
        { "source", ["b/1", "b/2", "c+d"] },
        { "copy", ["a/1", "b/1", "b/2", "c"] },
        { "prefix", ["a/1", "c+d"] },
        { "before", ["b/2", "c+d"] },
        { "since", ["a/1", "b/1"] },
        { "meta", ["b/1", "c+d"] },
        { "two entries", ["a/1", "b/1", "c+d"] },
        { "where", ["a/1", "b/1", "c+d"] },
        { "ids", ["b/1", "b/2"] },
        { "prefix and meta", ["a/1", "b/1", "c+d"] },
        { "nothing", ["a/1", "b/1", "b/2", "c+d"] },
        { "no ids", ["a/1", "b/1", "b/2", "c+d"] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task What_a_filter_means_is_listed_searched_and_forgotten(string kind, string[] left)
    {
        using (var early = await Open(time: new StoppedClock(Noon)))
            await early.AddManyAsync([Document("first text", "a/1", meta: ("k", "v")), Document("second text", "b/1", meta: ("k", "w"))], Token);
        using var memory = await Open(time: new StoppedClock(Noon.AddHours(1)));
        await memory.AddManyAsync([Document("third text", "b/2", replaces: false, ("k", "v"), ("l", "x")), Document("fourth text", "c"), Document("fourth text", "d")], Token);
        var filter = Filter(memory, kind);
        var before = Sources(memory);
        var listed = memory.Documents(filter, Token).Select(document => document.Id).ToHashSet();
        var found = Search(memory, "text", 10, filter);
        Assert.Equal(listed.Order(), found.Documents.Select(document => document.Id).Order());
        var forgotten = await memory.ForgetAsync(filter, Token);
        Assert.Equal(left, Sources(memory));
        Assert.Equal(kind is "copy" ? 0 : listed.Count, forgotten);
        Assert.Equal(before.Length - forgotten, Search(memory, "text").Count);
        Assert.Empty(memory.Documents(filter, Token));
    }

    [Fact]
    public async Task Numbers_of_forgotten_documents_are_not_used_again()
    {
        using var memory = await Open();
        await Add(memory, "red apple", "red pear", "red plum");
        var before = memory.Documents(cancellationToken: Token).Select(document => document.Id).ToHashSet();
        Assert.Equal(3, Search(memory, "red").Count);
        Assert.Equal(3, await memory.ForgetAsync(new DocumentFilter(), Token));
        Assert.Empty(Search(memory, "red").Chunks);
        Assert.Equal([true, true, true], await Add(memory, "red apple", "red pear", "red plum"));
        Assert.DoesNotContain(memory.Documents(cancellationToken: Token), document => before.Contains(document.Id));
        Assert.Equal(3, Search(memory, "red").Count);
    }

    [Fact]
    public async Task Another_reader_forgets_too()
    {
        using var writer = await Open();
        using var reader = await Open();
        await Add(writer, "one text", "another text", "a third text");
        Assert.Equal(3, Search(reader, "text").Count);
        await writer.ForgetAsync(new DocumentFilter { Where = document => document.Bytes == 8 }, Token);
        await Add(writer, "a fourth text");
        Assert.Equal(["a fourth text", "a third text", "another text"], Texts(reader));
    }

    [Fact]
    public async Task Tenants_know_nothing_of_each_other()
    {
        var all = await OpenTenantsAsync("", "red", "blue'; --");
        using var none = all[0];
        using var red = all[1];
        using var blue = all[2];
        Assert.Equal([true, true], await Add(red, "shared text", "red text"));
        Assert.Equal([true, true], await Add(blue, "shared text", "blue text"));
        Assert.Equal(["red text", "shared text"], Texts(red));
        Assert.Equal(["blue text", "shared text"], Texts(blue));
        Assert.Empty(Texts(none));
        Assert.Empty(none.Documents(cancellationToken: Token));
        var ids = red.Documents(cancellationToken: Token).Select(document => document.Id).ToArray();
        Assert.Equal(0, await blue.ForgetAsync(new DocumentFilter { Ids = ids }, Token));
        Assert.Empty(Search(blue, "text", 10, new DocumentFilter { Ids = ids }).Texts);
        Assert.Equal(2, await red.ForgetAsync(new DocumentFilter { SourcePrefix = "" }, Token));
        Assert.Equal(["blue text", "shared text"], Texts(blue));
        Assert.Equal((0L, 2L, 0L), (red.Describe().Documents, blue.Describe().Documents, none.Describe().Documents));
        Assert.Equal("blue'; --", Assert.Single(blue.Describe().Tenants).Name);
        await blue.AddManyAsync([Document("new text", "source", replaces: true)], Token);
        Assert.Equal(["new text"], Texts(blue));
    }

    private static DocumentFilter Filter(IMemory memory, string kind) => kind switch
    {
        "everything" => new DocumentFilter(),
        "source" => new DocumentFilter { Sources = ["a/1", "missing"] },
        "copy" => new DocumentFilter { Sources = ["d"] },
        "prefix" => new DocumentFilter { SourcePrefix = "b/" },
        "before" => new DocumentFilter { AddedBefore = Noon.AddHours(1) },
        "since" => new DocumentFilter { AddedSince = Noon.AddHours(1) },
        "meta" => new DocumentFilter { Meta = Entries(("k", "v")) },
        "two entries" => new DocumentFilter { Meta = Entries(("k", "v"), ("l", "x")) },
        "where" => new DocumentFilter { Where = document => document.Meta.ContainsKey("l") },
        "ids" => new DocumentFilter { Ids = [.. memory.Documents(new DocumentFilter { Sources = ["a/1", "c"] }, Token).Select(document => document.Id), 123_456_789] },
        "prefix and meta" => new DocumentFilter { SourcePrefix = "b/", Meta = Entries(("k", "v")) },
        "nothing" => new DocumentFilter { SourcePrefix = "b/", AddedBefore = Noon },
        "no ids" => new DocumentFilter { Ids = [] },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static Dictionary<string, string> Entries(params (string Key, string Value)[] entries) => entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
}
