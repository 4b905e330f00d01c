using Loci.Memories;
using Loci.TestSupport;

namespace Loci.Tests.Memories;

/// <summary>A memory that an earlier version made (tests/fixtures/memories/format-1) is brought up to date when it is opened, and loses nothing.</summary>
public sealed class MigrationTests : MemoryTestBase
{
    public MigrationTests()
    {
        Directory.CreateDirectory(MemoryPath);
        File.Copy(Path.Combine(Fixtures.Copies, "memories", "format-1", "memory.db"), DatabasePath);
    }

    [Fact]
    public async Task Everything_is_there_under_its_number()
    {
        using var memory = await Memory.OpenAsync(MemoryPath, Lexical, cancellationToken: Token);
        Assert.Equal((4L, 7L), (memory.Describe().Documents, memory.Describe().Chunks));
        Assert.Equal(["bread.txt", "lighthouse.txt", "lines.jsonl#1", "lines.jsonl#2"], memory.Documents(cancellationToken: Token).Select(document => document.Source));
        Assert.Equal("fruit", memory.Documents(new DocumentFilter { Ids = [3] }, Token)[0].Meta["kind"]);
        var found = Search(memory, "when was the lamp lit", 1);
        Assert.Contains("1871", found.Texts[0], StringComparison.Ordinal);
        Assert.Equal("lighthouse.txt", found.Documents[0].Source);
    }

    [Fact]
    public async Task No_number_is_used_again()
    {
        using var memory = await Memory.OpenAsync(MemoryPath, Lexical, cancellationToken: Token);
        Assert.Equal(4, await memory.ForgetAsync(_ => true, Token));
        await Add(memory, "new");
        Assert.Equal((5L, 8L), (memory.Documents(cancellationToken: Token)[0].Id, Search(memory, "new").Chunks[0]));
    }

    [Fact]
    public async Task What_is_damaged_is_named_and_left_as_it_was()
    {
        Tamper("UPDATE chunks SET tokens = tokens + 100 WHERE id = 2");
        for (var turn = 0; turn < 2; turn++)
        {
            var error = await Assert.ThrowsAsync<InvalidInputException>(() => Memory.OpenAsync(MemoryPath, Lexical, cancellationToken: Token));
            Assert.Contains("chunk 2 ", error.Message, StringComparison.Ordinal);
        }
        Tamper("UPDATE chunks SET tokens = tokens - 100 WHERE id = 2");
        using var memory = await Memory.OpenAsync(MemoryPath, Lexical, cancellationToken: Token);
        Assert.Equal(7, Search(memory, "time").Count);
    }

    [Fact]
    public async Task Its_embedder_is_known_before_it_is_opened() =>
        Assert.Equal(Lexical.Identity, await Memory.FindEmbedderAsync(MemoryPath, Token));
}
