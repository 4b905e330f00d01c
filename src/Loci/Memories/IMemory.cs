using Loci.Embedding;

namespace Loci.Memories;

/// <summary>
/// What learning asks of a memory, wherever its text lies: a folder, a PostgreSQL database, several of them, or a vector store. Safe to share between threads.
/// </summary>
public interface IMemory : IDisposable
{
    /// <summary>The embedder whose features the memory holds; stays the caller's to dispose.</summary>
    IEmbedder Embedder { get; }

    /// <summary>Says what the memory holds.</summary>
    MemoryInfo Describe();

    /// <summary>
    /// Adds documents: all or none of them. Says of each whether it was added; false where a document with the same text was there already, which then only
    /// gains another source.
    /// </summary>
    /// <exception cref="InvalidInputException">The memory cannot be written now, or a document cannot be stored.</exception>
    Task<IReadOnlyList<bool>> AddManyAsync(IReadOnlyList<ChunkedDocument> documents, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes the documents the filter names, with their chunks; gives how many went. A filter that names sources takes away those sources, and a document
    /// goes with its last one.
    /// </summary>
    /// <exception cref="InvalidInputException">The memory cannot be written now.</exception>
    Task<int> ForgetAsync(DocumentFilter filter, CancellationToken cancellationToken = default);

    /// <summary>The documents the filter lets through, in the order they were added; all where it is null.</summary>
    IReadOnlyList<StoredDocument> Documents(DocumentFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds the chunks nearest to the queries: for one query by |k(q, x)|, for several by Σ k(q, x)², where k is the weighted sum of the parts' cosines; ties
    /// go to the chunk added first. Waits for the store where it lies elsewhere.
    /// </summary>
    /// <exception cref="InvalidInputException">There is no query, the count is not positive, or a chunk needed is damaged.</exception>
    Candidates Search(IReadOnlyList<Features> queries, SearchOptions? options = null, CancellationToken cancellationToken = default);
}
