using Loci.Memories;

namespace Loci.VectorData;

/// <summary>A piece of a document that a <see cref="CollectionMemory{TKey, TRecord}"/> wants stored as one record.</summary>
/// <param name="Document">The document it is of.</param>
/// <param name="Ordinal">Its place in the document, from 0.</param>
/// <param name="Text">Its text.</param>
/// <param name="TokenCount">Its length in tokens.</param>
/// <param name="Vector">Its vector, L2-normalised.</param>
public sealed record NewRecord(DocumentRecord Document, int Ordinal, string Text, int TokenCount, ReadOnlyMemory<float> Vector);
