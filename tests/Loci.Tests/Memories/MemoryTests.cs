using Loci.Embedding;
using Loci.Memories;
using Loci.Tests.Embedding;

namespace Loci.Tests.Memories;

public sealed class MemoryTests : MemoryTestBase
{
    [Fact]
    public async Task What_was_added_is_there_after_reopening()
    {
        using (var memory = await Open())
            await Add(memory, "the quick brown fox", "a lazy dog");
        using var again = await Memory.OpenAsync(MemoryPath, Lexical, cancellationToken: Token);
        Assert.Equal("a lazy dog", Search(again, "dog", 1).Texts[0]);
        await Add(again, "a third text");
        Assert.Equal([1, 2, 3], Search(again, "text").Chunks.Order());
    }

    [Fact]
    public async Task A_document_with_the_same_text_is_skipped_and_reported()
    {
        using var memory = await Open();
        Assert.True(await memory.AddAsync(new DocumentRecord("a", "text"), [new Chunk("text", 1)], Token));
        Assert.False(await memory.AddAsync(new DocumentRecord("b", "text"), [new Chunk("text", 1)], Token));
        var added = await memory.AddManyAsync([Document("new"), Document("text"), Document("new"), Document("newer")], Token);
        Assert.Equal([true, false, false, true], added);
        Assert.Equal((3L, 3L), (memory.Describe().Documents, memory.Describe().Chunks));
    }

    [Fact]
    public async Task Known_documents_need_no_writer()
    {
        using var writer = await Open();
        await Add(writer, "text");
        using var reader = await Open();
        Assert.False(await reader.AddAsync(new DocumentRecord(Document("text").Document.Source, "text"), [], Token));
    }

    [Fact]
    public async Task Describing_needs_no_embedder()
    {
        using (var memory = await Open())
            await memory.AddAsync(new DocumentRecord("a", "fünf"), [new Chunk("fü", 1), new Chunk("nf", 1)], Token);
        var info = await Memory.DescribeAsync(MemoryPath, Token);
        Assert.Equal((1L, 2L, 5L, Lexical.Identity, 1L), (info.Documents, info.Chunks, info.Bytes, info.Embedder, info.Revision));
        Assert.Equal(MemoryPath, info.Path);
        Assert.True(info.StoredBytes > 5);
    }

    [Fact]
    public async Task The_given_clock_stamps_the_memory()
    {
        var time = new StoppedClock(new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero));
        using var memory = await Memory.OpenAsync(MemoryPath, Lexical, new MemoryOptions { Create = true, TimeProvider = time }, Token);
        Assert.Equal(time.GetUtcNow(), memory.Describe().Created);
    }

    [Fact]
    public async Task Another_embedder_is_refused_with_both_names()
    {
        (await Open()).Dispose();
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => Open(new LetterEmbedder()));
        Assert.Contains(Lexical.Identity, error.Message, StringComparison.Ordinal);
        Assert.Contains("letters-8/1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_embedder_that_breaks_its_promises_adds_nothing()
    {
        using var memory = await Open(new BrokenEmbedder());
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => Add(memory, "text"));
        Assert.Contains("norm", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, memory.Describe().Documents);
    }

    [Fact]
    public async Task Forgotten_documents_are_found_no_more()
    {
        using var memory = await Open();
        await memory.AddManyAsync([Document("red apple", "a"), Document("red pear", "b"), Document("red plum", "c")], Token);
        Assert.Equal(3, Search(memory, "red").Count);
        Assert.Equal(2, await memory.ForgetAsync(document => document.Source is "b" or "c", Token));
        Assert.Equal([1], Search(memory, "red").Chunks);
        await Add(memory, "red pear");
        Assert.Equal([1, 4], Search(memory, "red").Chunks.Order());
        Assert.Equal(0, await memory.ForgetAsync(_ => false, Token));
    }

    [Fact]
    public async Task Searching_while_adding_sees_whole_batches_only()
    {
        using var memory = await Open();
        var adding = Task.Run(async () =>
        {
            for (var batch = 0; batch < 40; batch++)
                await Add(memory, [.. Enumerable.Range(0, 5).Select(i => FormattableString.Invariant($"word number {batch} {i}"))]);
        }, Token);
        var seen = 0;
        while (!adding.IsCompleted)
        {
            var count = Search(memory, "word", 1000).Count;
            Assert.Equal(0, count % 5);
            Assert.True(count >= seen);
            seen = count;
        }
        await adding;
        Assert.Equal(200, Search(memory, "word", 1000).Count);
    }

    [Fact]
    public async Task A_missing_memory_is_an_error_that_says_so()
    {
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => Memory.OpenAsync(MemoryPath, Lexical, cancellationToken: Token));
        Assert.Contains("no memory at", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(MemoryPath));
        await Assert.ThrowsAsync<InvalidInputException>(() => Memory.DescribeAsync(MemoryPath, Token));
    }

    [Fact]
    public async Task A_folder_of_other_files_is_neither_opened_nor_filled()
    {
        Directory.CreateDirectory(MemoryPath);
        await File.WriteAllTextAsync(Path.Combine(MemoryPath, "notes.txt"), "mine", Token);
        await Assert.ThrowsAsync<InvalidInputException>(() => Memory.OpenAsync(MemoryPath, Lexical, cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => Open());
        Assert.Single(Directory.GetFileSystemEntries(MemoryPath));
    }

    [Fact]
    public async Task A_file_is_not_a_memory()
    {
        await File.WriteAllTextAsync(MemoryPath, "mine", Token);
        await Assert.ThrowsAsync<InvalidInputException>(() => Memory.OpenAsync(MemoryPath, Lexical, cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => Open());
    }

    [Fact]
    public async Task A_memory_whose_making_was_cut_off_is_made_anew()
    {
        Directory.CreateDirectory(MemoryPath);
        await File.WriteAllBytesAsync(DatabasePath, [], Token);
        await Assert.ThrowsAsync<InvalidInputException>(() => Memory.OpenAsync(MemoryPath, Lexical, cancellationToken: Token));
        using var memory = await Open();
        Assert.Equal(0, memory.Describe().Chunks);
    }

    [Fact]
    public async Task Documents_that_cannot_be_stored_are_refused()
    {
        using var memory = await Open();
        await Assert.ThrowsAsync<InvalidInputException>(() => memory.AddAsync(new DocumentRecord("", "text"), [], Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => memory.AddAsync(new DocumentRecord("a\0b", "text"), [], Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => memory.AddAsync(new DocumentRecord("a", "text"), [new Chunk("text", -1)], Token));
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

    private sealed class BrokenEmbedder : IEmbedder
    {
        public string Identity => "broken/1";

        public IReadOnlyList<FeaturePart> Parts { get; } = [new("broken", FeatureKind.Dense, 1, 2)];

        public double Noise => 1;

        public IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
            [.. texts.Select(_ => new Features([[float.NaN, 1]], [null]))];

        public void Dispose() { }
    }
}
