using Loci.Memories;
using Loci.Postgres.Tests.Servers;

namespace Loci.Postgres.Tests;

/// <summary>Several writers of one memory, and readers beside them.</summary>
public sealed class WriterTests(PostgresServer server) : PostgresTestBase
{
    [Fact]
    public async Task Writers_take_turns_and_lose_nothing()
    {
        var address = server.Address(Name);
        using var reader = await Open(address);
        var writers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Open(address)));
        var added = await Task.WhenAll(writers.Select((writer, w) => Task.Run(async () =>
        {
            var news = 0;
            for (var i = 0; i < 15; i++) // every second text is given by all of them
                news += (await Add(writer, FormattableString.Invariant($"text of {(i % 2 == 0 ? w : 9)} {i}"), FormattableString.Invariant($"shared {i}"))).Count(isNew => isNew);
            return news;
        }, Token)).Append(Task.Run(() =>
        {
            for (var seen = 0; seen < 54;)
            {
                var count = Search(reader, "text", 1000).Count;
                Assert.True(count >= seen);
                seen = count;
            }
            return 0;
        }, Token)));
        Assert.Equal((4 * 8) + 7 + 15, added.Sum());
        Assert.Equal(54, Search(reader, "text", 1000).Count);
        Assert.Equal(Enumerable.Range(1, 54).Select(i => (long)i), Search(reader, "text", 1000).Chunks.Order());
        foreach (var writer in writers)
            writer.Dispose();
    }

    [Fact]
    public async Task A_writer_that_waits_too_long_is_told_for_whom_and_readers_wait_for_nobody()
    {
        var address = server.Address(Name);
        using var memory = await Open(address, options: new PostgresOptions { WriterPatience = TimeSpan.FromMilliseconds(200) });
        await Add(memory, "one");
        var parsed = Addressing.PostgresAddress.Parse(address + "&application_name=slow%20writer");
        using var database = new Schema.PostgresDatabase(parsed, 0);
        using (Writing.PostgresTransaction.Begin(database, TimeSpan.FromSeconds(5)))
        {
            var error = await Assert.ThrowsAsync<InvalidInputException>(() => Add(memory, "two"));
            Assert.Contains("'slow writer' (server process ", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
            Assert.Equal(["one"], Search(memory, "one").Texts);
            using var other = await Open(server.Address(Name + "_other"));
            await Add(other, "another memory has writers of its own");
        }
        Assert.Equal([true], await Add(memory, "two"));
    }

    [Fact]
    public async Task A_text_that_is_forgotten_while_it_is_added_again_is_not_half_there()
    {
        var address = server.Address(Name);
        using var memory = await Open(address);
        await Add(memory, "text");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            try
            {
                if (i % 2 == 0) await memory.ForgetAsync(new DocumentFilter(), Token);
                else await memory.AddManyAsync([Document("text", FormattableString.Invariant($"source {i}"))], Token);
            }
            catch (InvalidInputException e) when (e.Message.Contains("forgotten meanwhile", StringComparison.Ordinal))
            {
                // The addition knew the text when it began.
            }
        }, Token)));
        var info = memory.Describe();
        Assert.Equal(info.Documents, info.Chunks);
        Assert.Equal(info.Chunks, Search(memory, "text").Count);
    }

    [Theory]
    [InlineData("UPDATE {s}.chunks SET text = 'A'::bytea WHERE id = 2", "Chunk 2 ")]
    [InlineData("UPDATE {s}.chunks SET tokens = tokens + 1 WHERE id = 2", "Chunk 2 ")]
    [InlineData("UPDATE {s}.features_1 SET checksum = checksum + 1 WHERE chunk = 2", "Chunk 2 ")]
    [InlineData("UPDATE {s}.features_1 SET bytes = (SELECT bytes FROM {s}.features_1 WHERE chunk = 1) WHERE chunk = 2", "Chunk 2 ")]
    [InlineData("DELETE FROM {s}.features_1 WHERE chunk = 2", "Chunk 2 ")]
    [InlineData("UPDATE {s}.documents SET source = 'elsewhere' WHERE id = 2", "Document 2 ")]
    public async Task What_is_damaged_is_named_and_not_used(string damage, string name)
    {
        var address = server.Address(Name);
        using var memory = await Open(address);
        await Add(memory, "one text", "two words");
        Run(address, damage.Replace("{s}", $"\"loci_{Name}\"", StringComparison.Ordinal));
        Assert.Contains(name, Assert.Throws<InvalidInputException>(() => Search(memory, "text")).Message, StringComparison.Ordinal);
    }
}
