using Loci.Memories;
using Loci.Text;

namespace Loci.Ingest;

/// <summary>
/// Puts documents into a memory: read, cut into chunks, embed, store. What a batch has stored stays stored whatever happens next, and the
/// same call again skips it. One run per memory at a time.
/// </summary>
public sealed class Ingester(IMemory memory, Chunker chunker, TimeProvider? time = null)
{
    private const int BatchChunks = 512;

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Remembers everything that <paramref name="documents"/> yields.</summary>
    /// <param name="documents">The documents, read as they are needed.</param>
    /// <param name="reader">The reader they come from, for progress and problems; null for documents made otherwise.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between documents.</param>
    public async Task<IngestResult> RunAsync(
        IEnumerable<SourceDocument> documents, DocumentReader? reader = null, IProgress<IngestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var began = _time.GetTimestamp();
        var tally = default(Tally);
        foreach (var batch in Batches(documents, cancellationToken))
        {
            var added = await memory.AddManyAsync(batch, cancellationToken).ConfigureAwait(false);
            tally = tally.With(batch, added);
            progress?.Report(new IngestProgress(
                tally.Documents, tally.Chunks, tally.Known + (reader?.Skipped ?? 0), reader?.Progress.Done ?? 0, reader?.Progress.Total ?? 0, _time.GetElapsedTime(began)));
        }
        return new IngestResult(tally.Documents, tally.Chunks, tally.Known + (reader?.Skipped ?? 0), reader?.Problems ?? [], _time.GetElapsedTime(began));
    }

    private IEnumerable<List<ChunkedDocument>> Batches(IEnumerable<SourceDocument> documents, CancellationToken cancellationToken)
    {
        var batch = new List<ChunkedDocument>();
        var chunks = 0;
        foreach (var document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pieces = chunker.Chunk(document.Text, cancellationToken);
            batch.Add(new ChunkedDocument(
                new DocumentRecord(document.Source, document.Text, document.Meta),
                [.. pieces.Where(piece => !string.IsNullOrWhiteSpace(piece.Text)).Select(piece => new Chunk(piece.Text, piece.TokenCount))]));
            chunks += pieces.Count;
            if (chunks < BatchChunks) continue;
            yield return batch;
            (batch, chunks) = ([], 0);
        }
        if (batch.Count > 0) yield return batch;
    }

    private readonly record struct Tally(int Documents, int Chunks, int Known)
    {
        public Tally With(List<ChunkedDocument> batch, IReadOnlyList<bool> added) => new(
            Documents + added.Count(fresh => fresh),
            Chunks + batch.Where((_, i) => added[i]).Sum(document => document.Chunks.Count),
            Known + added.Count(fresh => !fresh));
    }
}
