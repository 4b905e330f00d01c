using Loci.Memories;
using Loci.Memories.Upkeep;
using Loci.Tests.Embedding;

namespace Loci.Tests.Memories.Upkeep;

public sealed class MemoryUpkeepTests : MemoryTestBase
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"text {i} of {i % 7} and {i % 3}"))];

    [Fact]
    public async Task A_sound_memory_has_no_problems_and_a_digest_of_what_it_holds()
    {
        var one = await Filled("one.loci", Texts);
        var same = await Filled("same.loci", Texts);
        var other = await Filled("other.loci", [.. Texts.Reverse()]);
        Assert.True(one.IsSound);
        Assert.Equal((40L, 40L), (one.Documents, one.Chunks));
        Assert.Equal(one.Digest, same.Digest);
        Assert.NotEqual(one.Digest, other.Digest);
    }

    [Theory]
    [InlineData("UPDATE chunks SET text = x'41' WHERE id = 7", "Chunk 7 ")]
    [InlineData("UPDATE features_1 SET bytes = x'00' WHERE chunk = 7", "Chunk 7 ")]
    [InlineData("DELETE FROM features_1 WHERE chunk = 7", "Chunk 7 ")]
    [InlineData("UPDATE documents SET meta = '{\"a\":\"b\"}' WHERE id = 7", "Document 7 ")]
    [InlineData("UPDATE documents SET added = added + 1 WHERE id = 7", "Document 7 ")]
    [InlineData("UPDATE chunks SET tenant = 9 WHERE id = 7", "another tenant")]
    [InlineData("UPDATE chunks SET ordinal = 5 WHERE id = 7", "gaps")]
    [InlineData("INSERT INTO removals VALUES(7, 1, 1)", "noted as removed")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM documents WHERE id = 7", "refers to documents")]
    public async Task A_deep_check_names_what_is_wrong(string damage, string named)
    {
        using (var memory = await Open()) await Add(memory, Texts);
        Tamper(damage);
        var result = await MemoryUpkeep.CheckAsync(MemoryPath, cancellationToken: Token);
        Assert.Contains(result.Problems, problem => problem.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deep_check_reads_on_after_damage()
    {
        using (var memory = await Open()) await Add(memory, Texts);
        Tamper("UPDATE chunks SET tokens = tokens + 1 WHERE id IN (3, 30)");
        var result = await MemoryUpkeep.CheckAsync(MemoryPath, cancellationToken: Token);
        Assert.Equal(2, result.Problems.Count);
        Assert.Equal(40, result.Chunks);
    }

    [Fact]
    public async Task Compacting_gives_space_back_and_keeps_numbers()
    {
        var text = new string('x', 3000);
        using (var memory = await Open())
        {
            await Add(memory, [.. Enumerable.Range(0, 1000).Select(i => FormattableString.Invariant($"{i} {text}"))]);
            await memory.ForgetAsync(document => document.Id <= 990, Token);
            Assert.Equal(10, Search(memory, "x", 1000).Count);
        }
        var before = await MemoryUpkeep.CheckAsync(MemoryPath, cancellationToken: Token);
        var result = await MemoryUpkeep.CompactAsync(MemoryPath, cancellationToken: Token);
        Assert.True(result.After < result.Before / 4, $"{result.Before} to {result.After}");
        var after = await MemoryUpkeep.CheckAsync(MemoryPath, cancellationToken: Token);
        Assert.Equal((before.Digest, true), (after.Digest, after.IsSound));
        using var again = await Open();
        Assert.Equal(Enumerable.Range(991, 10).Select(i => (long)i), Search(again, "x", 1000).Chunks.Order());
        await Add(again, "new");
        Assert.Equal(1001, again.Documents(cancellationToken: Token)[^1].Id);
    }

    [Fact]
    public async Task Nothing_of_what_was_forgotten_is_left_in_any_file()
    {
        using (var memory = await Open())
        {
            await Add(memory, "an ordinary text", "the word xylophonist is a secret", "another ordinary text");
            Search(memory, "secret");
            Assert.Contains(Files(), file => Holds(file, "xylophonist"));
            await memory.ForgetAsync(new DocumentFilter { Ids = [2] }, Token);
            Assert.DoesNotContain(Files(), file => Holds(file, "xylophonist"));
            Assert.Equal(2, Search(memory, "text").Count);
        }
        Assert.DoesNotContain(Files(), file => Holds(file, "xylophonist"));
    }

    [Fact]
    public async Task A_backup_taken_while_a_writer_writes_holds_one_state_and_restores()
    {
        using var memory = await Open();
        await Add(memory, Texts);
        var backup = Path.Combine(Root, "backup.loci");
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++) await Add(memory, FormattableString.Invariant($"later {i} a"), FormattableString.Invariant($"later {i} b"));
        }, Token);
        var taken = await MemoryUpkeep.BackupAsync(MemoryPath, backup, cancellationToken: Token);
        await writing;
        Assert.Equal(0, taken.Documents % 2);
        Assert.Equal(taken.Digest, (await MemoryUpkeep.CheckAsync(backup, cancellationToken: Token)).Digest);
        Assert.Equal(140, Search(memory, "later", 1000).Count); // read before, so that an index of the state that is to go is in use
        await Assert.ThrowsAsync<InvalidInputException>(() => MemoryUpkeep.RestoreAsync(backup, MemoryPath, overwrite: true, cancellationToken: Token)); // there is a writer
        memory.Dispose();
        await Assert.ThrowsAsync<InvalidInputException>(() => MemoryUpkeep.RestoreAsync(backup, MemoryPath, cancellationToken: Token));
        using var reader = await Open();
        Assert.Equal(140, Search(reader, "later", 1000).Count);
        await MemoryUpkeep.RestoreAsync(backup, MemoryPath, overwrite: true, cancellationToken: Token);
        Assert.Equal(taken.Chunks, Search(reader, "later", 1000).Count);
        Assert.Equal(taken.Digest, (await MemoryUpkeep.CheckAsync(MemoryPath, cancellationToken: Token)).Digest);
    }

    [Fact]
    public async Task A_damaged_backup_restores_nothing()
    {
        using (var memory = await Open()) await Add(memory, Texts);
        var backup = Path.Combine(Root, "backup.loci");
        await MemoryUpkeep.BackupAsync(MemoryPath, backup, cancellationToken: Token);
        var before = await MemoryUpkeep.CheckAsync(MemoryPath, cancellationToken: Token);
        Tamper("UPDATE chunks SET tokens = 99 WHERE id = 5", Path.Combine(backup, "memory.db"));
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => MemoryUpkeep.RestoreAsync(backup, MemoryPath, overwrite: true, cancellationToken: Token));
        Assert.Contains("Chunk 5 ", error.Message, StringComparison.Ordinal);
        Assert.Equal(before.Digest, (await MemoryUpkeep.CheckAsync(MemoryPath, cancellationToken: Token)).Digest);
        await Assert.ThrowsAsync<InvalidInputException>(() => MemoryUpkeep.BackupAsync(MemoryPath, backup, cancellationToken: Token));
    }

    [Fact]
    public async Task Re_embedding_goes_on_where_it_was_broken_off()
    {
        string[] texts = [.. Enumerable.Range(0, 700).Select(i => FormattableString.Invariant($"text number {i}"))];
        using (var memory = await Open()) await Add(memory, texts);
        var letters = new LetterEmbedder();
        using var broken = new CancellationTokenSource();
        var progress = new Callback(p =>
        {
            if (p.Done >= 256) broken.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MemoryUpkeep.ReEmbedAsync(MemoryPath, letters, progress: progress, cancellationToken: broken.Token));
        Assert.Equal(letters.Identity, (await Memory.DescribeAsync(MemoryPath, Token)).ReEmbeddingTo);
        using (var memory = await Open()) // the old features serve meanwhile
        {
            Assert.Equal(10, Search(memory, "number").Count);
            await Add(memory, "added in between");
        }
        await Assert.ThrowsAsync<InvalidInputException>(() => MemoryUpkeep.ReEmbedAsync(MemoryPath, new LetterEmbedder(5), cancellationToken: Token));
        using var reader = await Open();
        Assert.Equal(10, Search(reader, "number").Count);
        Assert.Equal(701 - 256, await MemoryUpkeep.ReEmbedAsync(MemoryPath, letters, cancellationToken: Token));
        Assert.Contains("re-embed", Assert.Throws<InvalidInputException>(() => Search(reader, "number")).Message, StringComparison.Ordinal);
        using var turned = await Open(letters);
        using var fresh = await Open(letters, Path.Combine(Root, "fresh.loci"));
        await Add(fresh, [.. texts, "added in between"]);
        Assert.Equal(Search(fresh, "text number 77", 50).Texts, Search(turned, "text number 77", 50).Texts);
        Assert.Equal(Search(fresh, "text number 77", 50).Scores, Search(turned, "text number 77", 50).Scores);
        Assert.Empty((await MemoryUpkeep.CheckAsync(MemoryPath, cancellationToken: Token)).Problems);
        Assert.Equal(0, await MemoryUpkeep.ReEmbedAsync(MemoryPath, letters, cancellationToken: Token));
    }

    private async Task<CheckResult> Filled(string name, string[] texts)
    {
        var path = Path.Combine(Root, name);
        using (var memory = await Open(path: path)) await Add(memory, texts);
        return await MemoryUpkeep.CheckAsync(path, cancellationToken: Token);
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(MemoryPath, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not "writer.lock");

    /// <summary>Whether a file holds a word, or the term that the lexical index knows it by.</summary>
    private static bool Holds(string file, string word)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var term = Lexical.Embed([word], Token)[0].Terms[0]!.Terms[0];
        return bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(word)) >= 0 || bytes.AsSpan().IndexOf(BitConverter.GetBytes(term)) >= 0;
    }

    private sealed class Callback(Action<UpkeepProgress> action) : IProgress<UpkeepProgress>
    {
        public void Report(UpkeepProgress value) => action(value);
    }
}
