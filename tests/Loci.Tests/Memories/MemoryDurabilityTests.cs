using Loci.Memories;

namespace Loci.Tests.Memories;

/// <summary>Writers, readers in other processes, sudden ends and damage.</summary>
public sealed class MemoryDurabilityTests : MemoryTestBase
{
    [Fact]
    public async Task A_second_writer_is_refused_and_told_who_writes()
    {
        using var first = await Open();
        await Add(first, "first");
        using (var second = await Open())
        {
            var error = await Assert.ThrowsAsync<InvalidInputException>(() => Add(second, "second"));
            Assert.Contains(FormattableString.Invariant($"process {Environment.ProcessId}"), error.Message, StringComparison.Ordinal);
            Assert.Equal(["first"], Search(second, "first").Texts);
        }
        first.Dispose();
        using var third = await Open();
        await Add(third, "third");
    }

    [Fact]
    public async Task A_reader_opened_before_sees_what_the_writer_adds_and_forgets()
    {
        using var writer = await Open();
        using var reader = await Memory.OpenAsync(MemoryPath, Lexical, cancellationToken: Token);
        Assert.Empty(Search(reader, "text").Chunks);
        await Add(writer, "one text", "another text");
        Assert.Equal(2, Search(reader, "text").Count);
        await writer.ForgetAsync(document => document.Id == 1, Token);
        await Add(writer, "a third text");
        Assert.Equal([2, 3], Search(reader, "text").Chunks.Order());
    }

    [Fact]
    public async Task What_was_acknowledged_survives_a_sudden_end()
    {
        // The files as they are while the writer is still open are what a killed process leaves: the additions are in the write-ahead log only.
        using var memory = await Open();
        await Add(memory, "one", "two");
        Assert.True(new FileInfo(DatabasePath + "-wal").Length > 0);
        var copy = Copy("killed.loci");
        using var revived = await Memory.OpenAsync(copy, Lexical, cancellationToken: Token);
        Assert.Equal(["two"], Search(revived, "two", 1).Texts);
        await Add(revived, "three");
        Assert.Equal(3, revived.Describe().Chunks);
    }

    [Fact]
    public async Task A_torn_log_loses_nothing_but_what_was_not_acknowledged()
    {
        using var memory = await Open();
        await Add(memory, "one");
        var before = new FileInfo(DatabasePath + "-wal").Length;
        await Add(memory, "two");
        var copy = Copy("torn.loci");
        using (var log = new FileStream(Path.Combine(copy, "memory.db-wal"), FileMode.Open))
            log.SetLength((before + log.Length) / 2);
        using var revived = await Memory.OpenAsync(copy, Lexical, cancellationToken: Token);
        Assert.Equal(["one"], Search(revived, "two").Texts);
    }

    [Theory]
    [InlineData("UPDATE chunks SET text = x'41' WHERE id = 2")]
    [InlineData("UPDATE chunks SET tokens = tokens + 1 WHERE id = 2")]
    [InlineData("UPDATE features_1 SET bytes = (SELECT bytes FROM features_1 WHERE chunk = 1) WHERE chunk = 2")]
    [InlineData("UPDATE chunks SET checksum = checksum + 1 WHERE id = 2")]
    [InlineData("UPDATE features_1 SET checksum = checksum + 1 WHERE chunk = 2")]
    [InlineData("DELETE FROM features_1 WHERE chunk = 2")]
    public async Task A_damaged_chunk_is_named_and_not_used(string damage)
    {
        using (var memory = await Open())
        {
            await Add(memory, "one text", "two text", "three text");
            Assert.Equal(3, Search(memory, "text").Count); // writes the index
        }
        Tamper(damage);
        using (var memory = await Open())
        {
            Assert.Contains("Chunk 2 ", Assert.Throws<InvalidInputException>(() => Search(memory, "two", 1)).Message, StringComparison.Ordinal);
            Assert.Equal(["one text"], Search(memory, "one", 1).Texts);
        }
        File.Delete(IndexPath);
        using var rebuilt = await Open();
        Assert.Contains("Chunk 2 ", Assert.Throws<InvalidInputException>(() => Search(rebuilt, "one", 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_document_is_named()
    {
        using (var memory = await Open())
            await Add(memory, "one");
        Tamper("UPDATE documents SET source = 'elsewhere'");
        using var again = await Open();
        Assert.Contains("Document 1 ", Assert.Throws<InvalidInputException>(() => Search(again, "one")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PRAGMA application_id = 7; UPDATE memory SET revision = 0", "not of a memory")]
    [InlineData("PRAGMA user_version = 3; UPDATE memory SET revision = 0", "format 3")]
    [InlineData("DELETE FROM memory", "settings")]
    public async Task A_database_of_another_kind_is_refused(string change, string message)
    {
        (await Open()).Dispose();
        Tamper(change);
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => Open());
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16384)]
    public async Task A_damaged_database_is_named(int from)
    {
        using (var memory = await Open())
            await Add(memory, "one");
        var bytes = await File.ReadAllBytesAsync(DatabasePath, Token);
        bytes.AsSpan(from, 64).Fill(0x5A);
        await File.WriteAllBytesAsync(DatabasePath, bytes, Token);
        var error = await Assert.ThrowsAsync<InvalidInputException>(async () =>
        {
            using var memory = await Open();
            Search(memory, "one");
        });
        Assert.Contains(MemoryPath, error.Message, StringComparison.Ordinal);
    }

    private string Copy(string name)
    {
        var copy = Path.Combine(Root, name);
        Directory.CreateDirectory(copy);
        foreach (var file in (string[])["memory.db", "memory.db-wal"])
            File.Copy(Path.Combine(MemoryPath, file), Path.Combine(copy, file));
        return copy;
    }
}
