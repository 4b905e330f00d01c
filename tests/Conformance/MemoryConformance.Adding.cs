using Loci.Embedding;
using Loci.Memories;
using Loci.Tests.Embedding;

namespace Loci.TestSupport;

public abstract partial class MemoryConformance
{
    [Fact]
    public async Task What_was_added_is_there_after_reopening()
    {
        using (var memory = await Open())
            Assert.Equal([true, true], await Add(memory, "the quick brown fox", "a lazy dog"));
        using var again = await Open();
        Assert.Equal("a lazy dog", Search(again, "a lazy dog", 1).Texts[0]);
        await Add(again, "a third text");
        Assert.Equal(["a lazy dog", "a third text", "the quick brown fox"], Texts(again));
        if (IsOne)
            Assert.Equal([1, 2, 3], Search(again, "text").Chunks.Order());
    }

    [Fact]
    public async Task A_known_text_only_gains_a_source()
    {
        using var memory = await Open();
        await memory.AddManyAsync([Document("text", "a")], Token);
        Assert.Equal([true, false, false, true], await memory.AddManyAsync([Document("new", "a"), Document("text", "b"), Document("new", "c"), Document("newer", "a")], Token));
        Assert.Equal([false, false], await memory.AddManyAsync([Document("text", "b"), Document("text", "a")], Token));
        Assert.Equal(["a", "a+b", "a+c"], Sources(memory));
        var info = memory.Describe();
        Assert.Equal((3L, 3L, 5L, 12L), (info.Documents, info.Chunks, info.Sources, info.Bytes));
        Assert.Equal(12, info.Tokens);
        Assert.Equal(Letters.Identity, info.Embedder);
    }

    [Fact]
    public async Task A_source_that_replaces_loses_its_former_text()
    {
        using var memory = await Open();
        await memory.AddManyAsync([Document("one", "file", replaces: true), Document("shared", "other"), Document("shared", "file2", replaces: true), Document("kept", "kept")], Token);
        await memory.AddManyAsync([Document("two", "file", replaces: true), Document("three", "file2", replaces: true)], Token);
        Assert.Equal(["kept", "shared", "three", "two"], Texts(memory));
        Assert.Equal(["file", "file2", "kept", "other"], Sources(memory));
        await memory.AddManyAsync([Document("four", "other", replaces: true)], Token);
        Assert.Equal(["four", "kept", "three", "two"], Texts(memory));
        Assert.Equal([false], await memory.AddManyAsync([Document("four", "other", replaces: true)], Token));
    }

    [Fact]
    public async Task The_last_text_of_a_batch_keeps_the_source()
    {
        using var memory = await Open();
        string[] texts = [.. Enumerable.Range(0, 12).Select(i => FormattableString.Invariant($"version {i}"))];
        await memory.AddManyAsync([.. texts.Select(text => Document(text, "file", replaces: true))], Token);
        Assert.Equal(["version 11"], Texts(memory));
        await memory.AddManyAsync([Document("plain", "file"), Document("replacing", "file", replaces: true), Document("later", "file")], Token);
        Assert.Equal(["later", "replacing"], Texts(memory));
    }

    [Fact]
    public async Task Lines_that_moved_within_a_file_are_found_again()
    {
        using var memory = await Open();
        ChunkedDocument[] Lines(params string[] lines) => [.. lines.Select((line, i) => Document(line, FormattableString.Invariant($"file#{i}"), replaces: true))];
        await memory.AddManyAsync(Lines("a line", "another line", "the last line"), Token);
        var before = memory.Documents(cancellationToken: Token).Select(document => document.Id).ToHashSet();
        Assert.Equal([true, false, false, false], await memory.AddManyAsync(Lines("the first line", "a line", "another line", "the last line"), Token));
        Assert.Equal(["file#0", "file#1", "file#2", "file#3"], Sources(memory));
        Assert.Superset(before, memory.Documents(cancellationToken: Token).Select(document => document.Id).ToHashSet());
        Assert.Equal("file#2", memory.Documents(cancellationToken: Token).Single(document => Search(memory, "another line", 1).Documents[0].Id == document.Id).Source);
    }

    [Fact]
    public async Task Every_character_survives()
    {
        using var memory = await Open();
        const string Odd = "a\0b 'quote' \"double\" \\ é 🐟 \r\n\t ''; DROP TABLE x; --";
        var source = new string('ü', 4000) + "'\"\\%_ 🐟";
        await memory.AddManyAsync([Document(Odd, source, replaces: true, ("k\0ey", "v\0alue"), ("\"", "\\u0000 ' 🐟"))], Token);
        var found = Search(memory, Odd, 1);
        Assert.Equal(Odd, found.Texts[0]);
        Assert.Equal(source, found.Documents[0].Source);
        Assert.Equal("v\0alue", found.Documents[0].Meta["k\0ey"]);
        Assert.Equal("\\u0000 ' 🐟", found.Documents[0].Meta["\""]);
        Assert.Single(memory.Documents(new DocumentFilter { Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["k\0ey"] = "v\0alue" } }, Token));
        Assert.Empty(memory.Documents(new DocumentFilter { Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["k\0ey"] = "v\uFFFDalue" } }, Token));
        Assert.Single(Search(memory, Odd, 1, new DocumentFilter { Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["k\0ey"] = "v\0alue" } }).Texts);
        Assert.Empty(Search(memory, Odd, 1, new DocumentFilter { Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["k\0ey"] = "v\uFFFDalue" } }).Texts);
        await memory.AddManyAsync([Document("next", source, replaces: true)], Token);
        Assert.Equal(["next"], Texts(memory));
    }

    [Fact]
    public async Task A_batch_is_added_whole_or_not_at_all()
    {
        Assert.SkipUnless(IsOne, "Each shard adds its part of a batch whole or not at all.");
        using var memory = await Open();
        await Add(memory, "there before");
        var broken = new ChunkedDocument(new DocumentRecord("s", "broken"), [new Chunk("broken", 1) { Features = new Features([new float[3]], [null]) }]);
        await Assert.ThrowsAsync<InvalidInputException>(() => memory.AddManyAsync([Document("good"), broken, Document("better")], Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => memory.AddManyAsync([Document("late")], new CancellationToken(canceled: true)));
        Assert.Equal(["there before"], Texts(memory));
        await Add(memory, "after");
        Assert.Equal([1, 2], Search(memory, "after").Chunks.Order());
    }

    [Fact]
    public async Task Near_duplicates_are_marked_or_left_out()
    {
        Assert.SkipUnless(IsOne, "Near-duplicates are looked for within a shard.");
        string[] words = [.. Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"word{i * i % 211}"))];
        string Without(int word) => string.Join(' ', words.Where((_, i) => i != word));
        using (var marking = await Open(nearDuplicates: NearDuplicates.Mark))
            Assert.Equal([true, true, true], await Add(marking, string.Join(' ', words), Without(70), "something else that shares nothing with it"));
        using var dropping = await Open(nearDuplicates: NearDuplicates.Drop);
        Assert.Equal([false, true, false], await Add(dropping, Without(30), "quite another text that was never there before", Without(90)));
        var documents = dropping.Documents(cancellationToken: Token);
        Assert.Equal([null, documents[0].Id, null, null], documents.Select(document => document.DuplicateOf));
        Assert.Equal(1, dropping.Describe().NearDuplicates);
        await dropping.ForgetAsync(new DocumentFilter { Ids = [documents[0].Id] }, Token);
        Assert.All(dropping.Documents(cancellationToken: Token), document => Assert.Null(document.DuplicateOf));
        Assert.Equal([false], await Add(dropping, Without(110))); // the one that was marked is still like it
    }

    [Fact]
    public async Task Documents_that_cannot_be_stored_are_refused()
    {
        using var memory = await Open();
        await Assert.ThrowsAsync<InvalidInputException>(() => memory.AddManyAsync([Document("text", "")], Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => memory.AddManyAsync([Document("text", "a\0b")], Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => memory.AddManyAsync([new ChunkedDocument(new DocumentRecord("a", "text"), [new Chunk("text", -1)])], Token));
        Assert.Equal(0, memory.Describe().Documents);
    }

    [Fact]
    public async Task Another_embedder_is_refused_with_both_names()
    {
        (await Open()).Dispose();
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => Open(new LetterEmbedder(5)));
        Assert.Contains("letters-16/1", error.Message, StringComparison.Ordinal);
        Assert.Contains("letters-5/1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_memory_is_an_error_that_says_so()
    {
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(_name, Letters, new MemoryOptions()));
        Assert.Contains("no memory at", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_see_whole_batches_while_another_adds()
    {
        Assert.SkipUnless(TakesSeveralAtOnce, "This server mixes up the messages of connections that ask at the same moment.");
        using var writer = await Open();
        using var reader = await Open();
        var adding = Task.Run(async () =>
        {
            for (var batch = 0; batch < 20; batch++)
                await writer.AddManyAsync([Document(FormattableString.Invariant($"of several chunks {batch}")) with { Chunks = [.. Enumerable.Range(0, 5).Select(i => new Chunk(FormattableString.Invariant($"word {batch} {i}"), 1))] }], Token);
        }, Token);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var seen = 0; !adding.IsCompleted;)
            {
                var count = Search(reader, "word", 1000).Count;
                Assert.Equal(0, count % 5);
                Assert.True(count >= seen);
                seen = count;
            }
        }, Token)));
        await adding;
        Assert.Equal(100, Search(reader, "word", 1000).Count);
    }

    [Fact]
    public async Task The_clock_stamps_documents()
    {
        var now = new DateTimeOffset(2001, 2, 3, 4, 5, 6, 7, TimeSpan.Zero);
        using var memory = await Open(time: new StoppedClock(now));
        await Add(memory, "text");
        Assert.Equal(now, memory.Documents(cancellationToken: Token)[0].Added);
        Assert.Equal(now, memory.Describe().Created);
    }

    [Fact]
    public async Task A_closed_memory_is_not_used()
    {
        var memory = await Open();
        memory.Dispose();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Search(memory, "x"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Add(memory, "x"));
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
