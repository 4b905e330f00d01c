using Loci.Embedding;
using Loci.Memories;
using Loci.Tests.Embedding;

namespace Loci.Tests.Memories;

/// <summary>The index file is used when it can be trusted, and its absence is never noticed in an answer.</summary>
public sealed class DerivedIndexTests : MemoryTestBase
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 30).Select(i => FormattableString.Invariant($"text {i} of {i % 7} and {i % 3}"))];

    private readonly SumEmbedder _embedder = new(new WeightedEmbedder(new LexicalEmbedder(), 1), new WeightedEmbedder(new LetterEmbedder(), 1));

    [Fact]
    public async Task A_stored_index_answers_as_a_fresh_one()
    {
        var expected = await Make();
        await AssertAnswers(expected);
        File.Delete(IndexPath);
        await AssertAnswers(expected);
        Assert.True(File.Exists(IndexPath));
    }

    [Fact]
    public async Task A_stored_index_is_read_and_not_rebuilt()
    {
        await Make();
        // Rebuilding would read every chunk and stumble over this one; searching reads only what it returns.
        Tamper("UPDATE chunks SET checksum = 0 WHERE id = 1");
        using var memory = await Open(_embedder);
        Assert.DoesNotContain(1, Search(memory, "text 29 of 1 and 2", 3).Chunks);
    }

    [Fact]
    public async Task A_torn_index_is_detected_wherever_it_is_torn()
    {
        var expected = await Make();
        var bytes = await File.ReadAllBytesAsync(IndexPath, Token);
        for (var length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 25))
        {
            await File.WriteAllBytesAsync(IndexPath, bytes[..length], Token);
            await AssertAnswers(expected);
        }
    }

    [Fact]
    public async Task A_flipped_bit_is_detected_wherever_it_is()
    {
        var expected = await Make();
        var bytes = await File.ReadAllBytesAsync(IndexPath, Token);
        for (var at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 40))
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x40;
            await File.WriteAllBytesAsync(IndexPath, damaged, Token);
            await AssertAnswers(expected);
        }
    }

    [Fact]
    public async Task An_index_from_before_is_brought_level()
    {
        await Make();
        var old = await File.ReadAllBytesAsync(IndexPath, Token);
        List<(long, double)> expected;
        using (var memory = await Open(_embedder))
        {
            await Add(memory, "text 4 of yore");
            await memory.ForgetAsync(document => document.Id == 5, Token);
            await Add(memory, "text 4 of 4");
            expected = Answers(memory);
        }
        await File.WriteAllBytesAsync(IndexPath, old, Token);
        await AssertAnswers(expected);
    }

    [Fact]
    public async Task What_is_forgotten_is_taken_out_and_nothing_else_is_read()
    {
        using var memory = await Open(_embedder);
        await Add(memory, Texts);
        Answers(memory);
        // Building anew would read every chunk and stumble over this one.
        Tamper("UPDATE chunks SET checksum = 0 WHERE id = 1");
        await memory.ForgetAsync(document => document.Id is 5 or 30, Token);
        Assert.Equal(5, Answers(memory).Count);
        Assert.DoesNotContain(5, Search(memory, "text 4 of 4 and 1", 5).Chunks);
    }

    [Fact]
    public async Task The_index_of_another_memory_is_not_used()
    {
        var expected = await Make();
        var other = Path.Combine(Root, "other.loci");
        using (var memory = await Open(_embedder, other))
        {
            await Add(memory, [.. Texts.Reverse()]);
            Answers(memory);
        }
        File.Copy(Path.Combine(other, "derived", "index.bin"), IndexPath, overwrite: true);
        await AssertAnswers(expected);
    }

    [Fact]
    public async Task An_index_of_what_a_restored_database_never_held_is_not_used()
    {
        await Make();
        var backup = await File.ReadAllBytesAsync(DatabasePath, Token);
        using (var memory = await Open(_embedder))
        {
            await Add(memory, [.. Texts.Select(text => text + " lost")]);
            Answers(memory);
        }
        await File.WriteAllBytesAsync(DatabasePath, backup, Token);
        List<(long, double)> expected;
        var index = await File.ReadAllBytesAsync(IndexPath, Token);
        File.Delete(IndexPath);
        using (var memory = await Open(_embedder))
        {
            await Add(memory, [.. Texts.Select(text => text + " other")]);
            expected = Answers(memory);
        }
        await File.WriteAllBytesAsync(IndexPath, index, Token);
        await AssertAnswers(expected);
    }

    [Fact]
    public async Task A_folder_that_takes_no_index_is_searched_all_the_same()
    {
        using var memory = await Open(_embedder);
        await File.WriteAllTextAsync(Path.Combine(MemoryPath, "derived"), "in the way", Token);
        await Add(memory, Texts);
        Assert.Equal(5, Answers(memory).Count);
    }

    private async Task<List<(long, double)>> Make()
    {
        using var memory = await Open(_embedder);
        await Add(memory, Texts);
        return Answers(memory);
    }

    private async Task AssertAnswers(List<(long, double)> expected)
    {
        using var memory = await Open(_embedder);
        Assert.Equal(expected, Answers(memory));
    }

    private static List<(long, double)> Answers(Memory memory)
    {
        var found = Search(memory, "text 4 of 4 and 1", 5);
        return [.. found.Chunks.Zip(found.Scores)];
    }
}
