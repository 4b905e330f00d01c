using Loci.Memories;
using Loci.Samples.Reranking;

namespace Loci.VectorData.Tests;

/// <summary>A collection of pieces, searched exactly by cosine, and how it is read as a memory.</summary>
internal sealed class PieceStore : IDisposable
{
    private readonly InMemoryCollection<int, Piece> _collection = new("pieces", piece => piece.Id, piece => piece.Vector, piece => piece with { Vector = default });
    private int _last = 100_000;

    public PieceStore()
    {
        Watched = new(_collection);
        Mapping = new()
        {
            Key = piece => piece.Id, Text = piece => piece.Text, Source = piece => piece.Source, Vector = piece => piece.Vector, Ordinal = piece => piece.Ordinal,
            TokenCount = piece => piece.Tokens, Meta = piece => new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = piece.Kind },
            Create = made => new Piece(Interlocked.Increment(ref _last), made.Document.Source, made.Text, made.Vector, made.Ordinal, made.TokenCount, made.Document.Meta?["kind"] ?? ""),
        };
    }

    public SignedLetters Embedder { get; } = new();

    public WatchedCollection<int, Piece> Watched { get; }

    public RecordMapping<int, Piece> Mapping { get; }

    public static async Task<PieceStore> MakeAsync(params string[] texts)
    {
        var store = new PieceStore();
        await store._collection.EnsureCollectionExistsAsync(TestContext.Current.CancellationToken);
        await store._collection.UpsertAsync(
            texts.Select((text, i) => new Piece(i + 1, $"s{i % 3}", text, SignedLetters.Of(text), Kind: i % 2 == 0 ? "even" : "odd", Tokens: text.Length)), TestContext.Current.CancellationToken);
        return store;
    }

    public CollectionMemory<int, Piece> Memory(RecordMapping<int, Piece>? mapping = null, CollectionMemoryOptions? options = null) => new(Watched, Embedder, mapping ?? Mapping, options);

    public Candidates Search(IMemory memory, string[] queries, SearchOptions options) => memory.Search(Embedder.Embed(queries, TestContext.Current.CancellationToken), options, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Watched.Dispose();
        _collection.Dispose();
        Embedder.Dispose();
    }
}
