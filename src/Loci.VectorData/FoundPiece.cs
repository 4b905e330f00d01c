namespace Loci.VectorData;

/// <summary>The piece of a source that is most like a query.</summary>
/// <param name="Source">The source.</param>
/// <param name="Text">The piece.</param>
/// <param name="Vector">Its vector; empty where the embedder does not give one dense vector.</param>
/// <param name="Score">k(q, x), with its sign.</param>
/// <param name="Chunk">Number of the chunk, which decides among equals.</param>
internal sealed record FoundPiece(string Source, string Text, ReadOnlyMemory<float> Vector, double Score, long Chunk);
