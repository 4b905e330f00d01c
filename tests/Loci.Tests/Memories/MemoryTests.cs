using CsCheck;
using Loci.Embedding;
using Loci.Memories;
using Loci.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Loci.Tests.Memories;

public sealed class MemoryTests : IDisposable
{
    private static readonly string[] Words = ["ant", "bee", "cat", "dog", "elk", "fox", "gnu", "hen"];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Place => _folder.At("test.loci");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void Search_finds_what_a_plain_cosine_finds() =>
        Gen.OneOf(Words).Array[1, 12].Array[1, 30].Sample(texts =>
        {
            using var folder = new TemporaryFolder();
            string[] chunks = [.. texts.Select(words => string.Join(' ', words))];
            using var memory = Filled(folder.At("m.loci"), chunks);
            var found = memory.Search(["cat dog fox cat"], new SearchOptions { Count = chunks.Length }, Token);
            var expected = Cosines(found.Texts, chunks, "cat dog fox cat");
            Assert.Equal(chunks.Distinct(StringComparer.Ordinal).Count(), found.Count);
            for (var i = 0; i < found.Count; i++) Assert.Equal(expected[found.Texts[i]], found.Scores[i], 1e-5);
            Assert.Equal(found.Scores.OrderDescending(), found.Scores);
            SqliteConnection.ClearAllPools();
        }, iter: 20, threads: 1);

    [Fact]
    public async Task The_same_text_is_remembered_once()
    {
        using var memory = await OpenAsync(create: true);
        Assert.True(await memory.AddAsync(new DocumentRecord("a", "ant bee"), [new Chunk("ant bee", 2)], Token));
        Assert.False(await memory.AddAsync(new DocumentRecord("b", "ant bee"), [new Chunk("ant bee", 2)], Token));
        Assert.Equal((1, 1), (memory.Describe().Documents, memory.Describe().Chunks));
    }

    [Fact]
    public async Task What_was_remembered_is_there_when_it_is_opened_again()
    {
        using (Filled(Place, ["ant bee", "cat dog"])) { }
        using var memory = await OpenAsync(create: false);
        Assert.Equal("cat dog", memory.Search(["dog"], cancellationToken: Token).Texts[0]);
    }

    [Fact]
    public async Task Another_embedder_is_refused_by_name()
    {
        using (Filled(Place, ["ant bee"])) { }
        using var other = new LexicalEmbedder(new LexicalOptions { Bigrams = false });
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => Memory.OpenAsync(Place, other, cancellationToken: Token));
        Assert.Contains(other.Identity, error.Message, StringComparison.Ordinal);
        Assert.Contains(new LexicalEmbedder().Identity, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_memory_that_is_not_there_is_not_made_by_accident()
    {
        await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(create: false));
        Assert.False(Directory.Exists(Place));
        await Assert.ThrowsAsync<InvalidInputException>(() => Memory.DescribeAsync(Place, Token));
    }

    [Fact]
    public async Task A_second_writer_is_refused_while_readers_go_on()
    {
        using var first = Filled(Place, ["ant bee"]);
        using var second = await OpenAsync(create: false);
        Assert.Equal(1, second.Search(["ant"], cancellationToken: Token).Count);
        await Assert.ThrowsAsync<InvalidInputException>(() => second.AddAsync(new DocumentRecord("c", "cat"), [new Chunk("cat", 1)], Token));
        first.Dispose();
        Assert.True(await second.AddAsync(new DocumentRecord("c", "cat"), [new Chunk("cat", 1)], Token));
        Assert.Equal("cat", second.Search(["cat"], cancellationToken: Token).Texts[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-1)]
    public async Task A_torn_index_is_made_anew(int keep)
    {
        using (var memory = Filled(Place, ["ant bee", "cat dog"])) memory.Search(["ant"], cancellationToken: Token);
        var index = Assert.Single(Directory.GetFiles(Path.Combine(Place, "derived")));
        var bytes = await File.ReadAllBytesAsync(index, Token);
        if (keep < 0) bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(index, keep < 0 ? bytes : bytes[..keep], Token);
        using var again = await OpenAsync(create: false);
        Assert.Equal("cat dog", again.Search(["cat"], cancellationToken: Token).Texts[0]);
    }

    [Fact]
    public async Task A_corrupted_chunk_is_named_and_not_used()
    {
        using (Filled(Place, ["ant bee", "cat dog"])) { }
        SqliteConnection.ClearAllPools();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Place, "memory.db")}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE chunks SET text = CAST(replace(CAST(text AS TEXT), 'cat', 'cow') AS BLOB)";
            Assert.NotEqual(0, command.ExecuteNonQuery());
        }
        using var memory = await OpenAsync(create: false);
        var error = Assert.Throws<InvalidInputException>(() => memory.Search(["dog"], cancellationToken: Token));
        Assert.Contains("chunk", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Several_queries_add_their_squares()
    {
        using var memory = Filled(Place, ["ant", "bee", "ant bee"]);
        double one = memory.Search(["ant"], cancellationToken: Token).Scores[0];
        var both = memory.Search(["ant", "bee"], cancellationToken: Token);
        Assert.Equal(2, both.Queries);
        Assert.Equal(one * one, both.Scores[both.Texts.ToList().IndexOf("ant")], 1e-6);
    }

    [Fact]
    public async Task A_filter_and_forgetting_are_obeyed()
    {
        using var memory = await OpenAsync(create: true);
        await memory.AddAsync(new DocumentRecord("left", "ant bee"), [new Chunk("ant bee", 2)], Token);
        await memory.AddAsync(new DocumentRecord("right", "ant cat"), [new Chunk("ant cat", 2)], Token);
        var filtered = memory.Search(["ant"], new SearchOptions { Filter = document => document.Source == "right" }, Token);
        Assert.Equal(["ant cat"], filtered.Texts);
        Assert.Equal(1, await memory.ForgetAsync(document => document.Source == "right", Token));
        Assert.Equal(["ant bee"], memory.Search(["ant"], cancellationToken: Token).Texts);
    }

    [Fact]
    public async Task An_empty_memory_answers_with_nothing()
    {
        using var memory = await OpenAsync(create: true);
        Assert.Equal(0, memory.Search(["ant"], cancellationToken: Token).Count);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        Directory.CreateDirectory(Place);
        await File.WriteAllTextAsync(Path.Combine(Place, "memory.db"), new string('x', 5000), Token);
        await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(create: false));
    }

    private Task<Memory> OpenAsync(bool create) => Memory.OpenAsync(Place, new LexicalEmbedder(), new MemoryOptions { Create = create }, Token);

    private static Memory Filled(string place, string[] chunks)
    {
        var memory = Memory.OpenAsync(place, new LexicalEmbedder(), new MemoryOptions { Create = true }, Token).GetAwaiter().GetResult();
        memory.AddManyAsync([.. chunks.Select((text, i) => new ChunkedDocument(new DocumentRecord($"{i}", text), [new Chunk(text, 1)]))], Token).GetAwaiter().GetResult();
        return memory;
    }

    /// <summary>TF-IDF cosines the slow way: (1 + ln tf)·idf over words and bigrams, document frequencies of the distinct texts.</summary>
    private static Dictionary<string, double> Cosines(IReadOnlyList<string> texts, string[] all, string query)
    {
        var corpus = all.Distinct(StringComparer.Ordinal).ToArray();
        var frequency = corpus.SelectMany(text => Terms(text).Keys).GroupBy(term => term, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var weighted = Weigh(query);
        return texts.ToDictionary(text => text, text => Cosine(weighted, Weigh(text)), StringComparer.Ordinal);

        Dictionary<string, double> Weigh(string text) => Terms(text).ToDictionary(
            term => term.Key, term => (1 + Math.Log(term.Value)) * TfIdf.Inverse(corpus.Length, frequency.GetValueOrDefault(term.Key)), StringComparer.Ordinal);
    }

    private static Dictionary<string, int> Terms(string text)
    {
        var words = text.Split(' ');
        return words.Concat(words.Zip(words.Skip(1), (a, b) => a + " " + b)).GroupBy(term => term, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
    }

    private static double Cosine(Dictionary<string, double> a, Dictionary<string, double> b)
    {
        var norms = Math.Sqrt(a.Values.Sum(value => value * value) * b.Values.Sum(value => value * value));
        return norms == 0 ? 0 : Math.Abs(a.Sum(term => term.Value * b.GetValueOrDefault(term.Key))) / norms;
    }
}
