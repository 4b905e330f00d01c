using Loci.Embedding;
using Loci.Memories;
using Loci.Text;

namespace Loci.VectorData;

/// <summary>Puts records into a memory, each in place of what it had from the record's source.</summary>
internal sealed class RecordWriter(IMemory memory, Chunker? chunker)
{
    /// <summary>Writes records, the last of each source; gives how many there were.</summary>
    public async Task<int> UpsertAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        MemoryRecord[] last = [.. records.GroupBy(record => record.Source, StringComparer.Ordinal).Select(same => same.Last())];
        var documents = Array.ConvertAll(last, record => Document(record, cancellationToken));
        var added = await memory.AddManyAsync(documents, cancellationToken).ConfigureAwait(false);
        var stale = Stale([.. last.Where((_, i) => !added[i])], cancellationToken);
        if (stale.Count > 0)
        {
            await memory.ForgetAsync(new DocumentFilter { Sources = [.. stale] }, cancellationToken).ConfigureAwait(false);
            await memory.AddManyAsync([.. documents.Where(document => stale.Contains(document.Document.Source))], cancellationToken).ConfigureAwait(false);
        }
        return last.Length;
    }

    /// <summary>Sources whose text was there already, theirs alone, with other metadata: a memory leaves what it knows as it is.</summary>
    private HashSet<string> Stale(IReadOnlyList<MemoryRecord> known, CancellationToken cancellationToken)
    {
        var given = known.ToDictionary(record => record.Source, StringComparer.Ordinal);
        return given.Count == 0 ? [] : memory.Documents(new DocumentFilter { Sources = [.. given.Keys] }, cancellationToken)
            .Where(document => document.Copies.Count == 0 && !Same(document.Meta, given[document.Source].Meta))
            .Select(document => document.Source).ToHashSet(StringComparer.Ordinal);
    }

    private static bool Same(IReadOnlyDictionary<string, string> x, IReadOnlyDictionary<string, string> y) =>
        x.Count == y.Count && x.All(entry => y.TryGetValue(entry.Key, out var value) && value == entry.Value);

    private ChunkedDocument Document(MemoryRecord record, CancellationToken cancellationToken)
    {
        Chunk[] chunks = chunker is not null ? [.. chunker.Chunk(record.Text, cancellationToken).Select(piece => new Chunk(piece.Text, piece.TokenCount))]
            : record.Text.Length > 0 ? [new Chunk(record.Text, TokenCount: 0)] : [];
        if (chunks.Length == 1 && !record.Vector.IsEmpty) chunks[0] = chunks[0] with { Features = Features(record) };
        return new ChunkedDocument(new DocumentRecord(record.Source, record.Text, record.Meta) { Replaces = true }, chunks);
    }

    private Features Features(MemoryRecord record) => memory.Embedder.Parts is [{ Kind: FeatureKind.Dense, Dimensions: var dimensions }]
        ? new Features([UnitVector.Of(record.Vector.Span, dimensions, $"'{record.Source}'")], [null])
        : throw new InvalidInputException($"The record '{record.Source}' comes with a vector, but the memory's embedder '{memory.Embedder.Identity}' does not give one dense vector. Leave the vector out.");
}
