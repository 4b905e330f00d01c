using Loci.Embedding;
using Loci.Memories;
using Loci.Text;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData.Tests;

/// <summary>A memory keeps the promises of a collection: reading and writing.</summary>
public sealed class MemoryCollectionTests : IAsyncLifetime
{
    private static readonly RecordRetrievalOptions WithVectors = new() { IncludeVectors = true };

    private TemporaryMemory _folder = null!;
    private MemoryCollection _collection = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = await TemporaryMemory.MakeAsync();
        _collection = new MemoryCollection("notes", _folder.Memory);
    }

    public ValueTask DisposeAsync()
    {
        _collection.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Records_are_written_read_replaced_and_deleted()
    {
        await _collection.UpsertAsync([Of("a", "alpha"), Of("b", "beta", ("kind", "x")), Of("c", "gamma")], Token);
        var read = (await _collection.GetAsync("b", cancellationToken: Token))!;
        Assert.Equal(("b", "beta", "x", null, true), (read.Source, read.Text, read.Meta["kind"], read.Passage, read.Vector.IsEmpty));
        Assert.NotNull(read.Added);
        Assert.Equal(SignedLetters.Of("beta"), (await _collection.GetAsync("b", WithVectors, Token))!.Vector.ToArray());
        await _collection.UpsertAsync(Of("b", "delta"), Token);
        Assert.Equal("delta", (await _collection.GetAsync("b", cancellationToken: Token))!.Text);
        Assert.Equal(["c", "a"], await _collection.GetAsync(["c", "nowhere", "a", "c"], cancellationToken: Token).Select(record => record.Source).ToListAsync(Token));
        await _collection.DeleteAsync("b", Token);
        await _collection.DeleteAsync(["nowhere", "c"], Token);
        Assert.Null(await _collection.GetAsync("b", cancellationToken: Token));
        Assert.Equal(1, _folder.Memory.Describe().Documents);
    }

    [Fact]
    public async Task Metadata_of_a_text_that_stays_are_replaced_and_the_last_of_a_batch_counts()
    {
        await _collection.UpsertAsync(Of("a", "alpha", ("kind", "x")), Token);
        await _collection.UpsertAsync([Of("a", "beta"), Of("a", "alpha", ("kind", "y"))], Token);
        var read = (await _collection.GetAsync("a", cancellationToken: Token))!;
        Assert.Equal(("alpha", "y"), (read.Text, read.Meta["kind"]));
        Assert.Equal(1, _folder.Memory.Describe().Documents);
    }

    [Fact]
    public async Task Two_keys_may_have_one_text()
    {
        await _collection.UpsertAsync([Of("a", "same"), Of("b", "same")], Token);
        Assert.Equal(1, _folder.Memory.Describe().Documents);
        Assert.Equal(["a", "b"], await _collection.SearchAsync("same", 5, cancellationToken: Token).Select(result => result.Record.Source).ToListAsync(Token));
        await _collection.DeleteAsync("a", Token);
        Assert.Null(await _collection.GetAsync("a", cancellationToken: Token));
        Assert.Equal("same", (await _collection.GetAsync("b", cancellationToken: Token))!.Text);
    }

    [Fact]
    public async Task Texts_are_cut_into_pieces_and_come_back_whole()
    {
        var chunker = new Chunker(TokenizerLoader.Load(Path.Combine(TestSupport.Fixtures.Copies, "tokenizers", "bert_wordpiece_uncased")), 16);
        using var collection = new MemoryCollection("notes", _folder.Memory, chunker);
        var text = string.Concat(Enumerable.Range(0, 12).Select(i => $"Sentence {i} speaks of {(char)('a' + i)}{(char)('b' + i)}.\n\n"));
        await collection.UpsertAsync([Of("long", text), Of("short", "zz")], Token);
        Assert.True(_folder.Memory.Describe().Chunks > 4);
        var read = (await collection.GetAsync("long", WithVectors, Token))!;
        Assert.Equal((text, true), (read.Text, read.Vector.IsEmpty));
        var found = await collection.SearchAsync("Sentence 7 speaks of hi.", 1, new() { IncludeVectors = true }, Token).SingleAsync(Token);
        Assert.Equal(("long", text), (found.Record.Source, found.Record.Text));
        Assert.Contains("Sentence 7", found.Record.Passage, StringComparison.Ordinal);
        Assert.Equal(SignedLetters.Of(found.Record.Passage!), found.Record.Vector.ToArray());
    }

    [Fact]
    public async Task Documents_that_share_a_source_are_one_record()
    {
        await _folder.Memory.AddManyAsync([new(new DocumentRecord("mail", "first"), [new Chunk("first", 1)]), new(new DocumentRecord("mail", "second"), [new Chunk("second", 1)])], Token);
        Assert.Equal("first\nsecond", (await _collection.GetAsync("mail", cancellationToken: Token))!.Text);
        var found = await _collection.SearchAsync("second", 5, cancellationToken: Token).SingleAsync(Token);
        Assert.Equal("second", found.Record.Passage);
        await _collection.UpsertAsync(Of("mail", "third"), Token);
        Assert.Equal("third", (await _collection.GetAsync("mail", cancellationToken: Token))!.Text);
    }

    [Fact]
    public async Task A_vector_that_is_known_is_not_worked_out_again()
    {
        await _collection.UpsertAsync(Of("a", "alpha") with { Vector = new float[] { 0, 3, 0, 4, 0, 0, 0, 0 } }, Token);
        Assert.Equal((float[])[0, 0.6f, 0, 0.8f, 0, 0, 0, 0], (await _collection.GetAsync("a", WithVectors, Token))!.Vector.ToArray());
        var wrong = await Assert.ThrowsAsync<VectorStoreException>(() => _collection.UpsertAsync(Of("b", "beta") with { Vector = new float[3] }, Token));
        Assert.Contains("'b' has 3", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(("loci", "notes", "Upsert"), (wrong.VectorStoreSystemName, wrong.CollectionName, wrong.OperationName));
        Assert.IsType<InvalidInputException>(wrong.InnerException);
        await Assert.ThrowsAsync<VectorStoreException>(() => _collection.UpsertAsync(Of("b", "beta") with { Vector = new float[] { float.NaN, 0, 0, 0, 0, 0, 0, 0 } }, Token));
    }

    [Fact]
    public async Task Records_are_found_by_filters_in_the_order_asked_for()
    {
        await _collection.UpsertAsync([Of("n/3", "aa", ("kind", "x")), Of("n/1", "bb", ("kind", "y")), Of("m/2", "cc", ("kind", "x")), Of("n/2", "dd", ("kind", "x"))], Token);
        Assert.Equal(["n/3", "n/1", "n/2"], await Sources(_collection.GetAsync(record => record.Source.StartsWith("n/"), 9, cancellationToken: Token)));
        var options = new FilteredRecordRetrievalOptions<MemoryRecord> { OrderBy = order => order.Descending(record => record.Meta["kind"]).Ascending(record => record.Source), Skip = 1, IncludeVectors = true };
        var page = await _collection.GetAsync(_ => true, 2, options, Token).ToListAsync(Token);
        Assert.Equal([("m/2", "cc"), ("n/2", "dd")], page.Select(record => (record.Source, record.Text)));
        Assert.Equal(SignedLetters.Of("cc"), page[0].Vector.ToArray());
        Assert.Equal(["n/2", "m/2"], await Sources(_collection.GetAsync(record => record.Text.CompareTo("bb") > 0, 9, new() { OrderBy = order => order.Descending(record => record.Text) }, Token)));
        Assert.Equal(["n/1"], await Sources(_collection.GetAsync(record => !record.Vector.IsEmpty && record.Source == "n/1", 9, cancellationToken: Token)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Sources(_collection.GetAsync(_ => true, 0, cancellationToken: Token)));
    }

    [Fact]
    public async Task It_exists_until_it_is_deleted()
    {
        Assert.True(await _collection.CollectionExistsAsync(Token));
        await _collection.UpsertAsync(Of("a", "alpha"), Token);
        await _collection.EnsureCollectionDeletedAsync(Token);
        Assert.False(await _collection.CollectionExistsAsync(Token));
        Assert.Equal(0, _folder.Memory.Describe().Documents);
        await _collection.EnsureCollectionExistsAsync(Token);
        Assert.True(await _collection.CollectionExistsAsync(Token));
    }

    [Fact]
    public async Task What_a_memory_refuses_is_a_failure_of_the_store()
    {
        Assert.Contains("source", (await Assert.ThrowsAsync<VectorStoreException>(() => _collection.UpsertAsync(Of("", "text"), Token))).Message, StringComparison.Ordinal);
        using var words = await TemporaryMemory.MakeAsync(new LexicalEmbedder());
        using var lexical = new MemoryCollection("words", words.Memory);
        var refused = await Assert.ThrowsAsync<VectorStoreException>(() => lexical.UpsertAsync(Of("a", "alpha") with { Vector = new float[8] }, Token));
        Assert.Contains("Leave the vector out", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_what_it_is()
    {
        Assert.Equal("notes", _collection.Name);
        Assert.Equal(("loci", "notes"), (((VectorStoreCollectionMetadata)_collection.GetService(typeof(VectorStoreCollectionMetadata))!).VectorStoreSystemName, _collection.Name));
        Assert.Same(_folder.Memory, _collection.GetService(typeof(IMemory)));
        Assert.Same(_collection, _collection.GetService(typeof(MemoryCollection)));
        Assert.Null(_collection.GetService(typeof(string)));
        Assert.Null(_collection.GetService(typeof(IMemory), "key"));
    }

    [Fact]
    public async Task A_store_s_collections_are_tenants()
    {
        using var store = new MemoryVectorStore(_folder.Memory);
        VectorStoreCollection<string, MemoryRecord> one = store.GetCollection<string, MemoryRecord>("one"), two = store.GetCollection<string, MemoryRecord>("two");
        Assert.False(await store.CollectionExistsAsync("one", Token));
        await one.EnsureCollectionExistsAsync(Token);
        Assert.True(await store.CollectionExistsAsync("one", Token));
        await one.UpsertAsync(Of("a", "alpha"), Token);
        await two.UpsertAsync(Of("a", "beta"), Token);
        await _collection.UpsertAsync(Of("a", "nobody's"), Token);
        Assert.Equal("alpha", (await one.GetAsync("a", cancellationToken: Token))!.Text);
        Assert.Equal("beta", (await two.GetAsync("a", cancellationToken: Token))!.Text);
        Assert.Equal(["one", "two"], await store.ListCollectionNamesAsync(Token).ToListAsync(Token));
        await store.EnsureCollectionDeletedAsync("one", Token);
        Assert.Equal(["two"], await store.ListCollectionNamesAsync(Token).ToListAsync(Token));
        Assert.Throws<NotSupportedException>(() => store.GetCollection<int, MemoryRecord>("one"));
        Assert.Throws<NotSupportedException>(() => store.GetDynamicCollection("one", new VectorStoreCollectionDefinition()));
        Assert.Equal(_folder.Memory.Path, ((VectorStoreMetadata)store.GetService(typeof(VectorStoreMetadata))!).VectorStoreName);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MemoryRecord Of(string source, string text, params (string Name, string Value)[] meta) =>
        new() { Source = source, Text = text, Meta = meta.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal) };

    private static async Task<string[]> Sources(IAsyncEnumerable<MemoryRecord> records) => await records.Select(record => record.Source).ToArrayAsync(Token);
}
