namespace Loci.Memories.Storage;

/// <summary>One state of a tenant's part of a store, whatever is written meanwhile. One thread at a time. Rows come with their checksums verified.</summary>
internal interface IMemorySnapshot : IDisposable
{
    /// <summary>What the store says of itself in this state.</summary>
    MemorySettings Settings { get; }

    /// <summary>The chunks after one, ascending.</summary>
    IEnumerable<ChunkRow> ChunksAfter(long chunk);

    /// <summary>The chunks that were removed after a revision, ascending.</summary>
    IReadOnlyList<long> RemovedSince(long revision);

    /// <summary>The checksum of a chunk, or null where it is not there.</summary>
    long? ChecksumOf(long chunk);

    /// <summary>The chunks with these numbers, in the order given.</summary>
    /// <exception cref="InvalidInputException">One is missing or damaged.</exception>
    IReadOnlyList<ChunkRow> Chunks(IReadOnlyList<long> chunks);

    /// <summary>The documents a filter means, ascending.</summary>
    IEnumerable<StoredDocument> Documents(DocumentFilter filter);

    /// <summary>What is known of documents with these hashes: for each its sources, or null where there is none.</summary>
    IReadOnlyList<IReadOnlyList<string>?> SourcesOf(IReadOnlyList<byte[]> hashes);
}
