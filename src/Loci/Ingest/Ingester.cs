using Loci.Embedding;
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
    private static readonly int CutAtOnce = Environment.ProcessorCount + 2;

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>
    /// Files and folders, as full paths, that the memory is to follow: what it has from them and a run does not meet is forgotten once the run is over. Empty by
    /// default: nothing is forgotten but what changed files had before.
    /// </summary>
    public IReadOnlyList<string> Follow { get; init; } = [];

    /// <summary>Remembers everything that <paramref name="documents"/> yields.</summary>
    /// <param name="documents">The documents, read as they are needed.</param>
    /// <param name="reader">The reader they come from, for progress and problems; null for documents made otherwise.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between documents.</param>
    public Task<IngestResult> RunAsync(
        IEnumerable<SourceDocument> documents, DocumentReader? reader = null, IProgress<IngestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return RunAsync(documents, document => Chunked(document, cancellationToken), reader, progress, cancellationToken);
    }

    /// <summary>
    /// Remembers documents whose vectors are known already, each as one chunk. The memory's embedder must have one dense part of their length; vectors are
    /// L2-normalised, or zero.
    /// </summary>
    /// <param name="documents">Documents and their vectors, read as they are needed.</param>
    /// <param name="reader">The reader they come from, for progress and problems; null for documents made otherwise.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between documents.</param>
    /// <exception cref="InvalidInputException">The memory's embedder has other parts.</exception>
    public Task<IngestResult> RunAsync(
        IEnumerable<(SourceDocument Document, float[] Vector)> documents, DocumentReader? reader = null, IProgress<IngestProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return memory.Embedder.Parts is [{ Kind: FeatureKind.Dense }]
            ? RunAsync(documents, entry => Whole(entry.Document, entry.Vector, cancellationToken), reader, progress, cancellationToken)
            : throw new InvalidInputException($"Ready-made vectors need a memory of one dense vector a chunk; this one has the embedder '{memory.Embedder.Identity}'. Put them into a new memory.");
    }

    private async Task<IngestResult> RunAsync<T>(
        IEnumerable<T> documents, Func<T, ChunkedDocument> chunk, DocumentReader? reader, IProgress<IngestProgress>? progress, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var tally = default(Tally);
        var following = new Synchronisation(Follow);
        var storing = Task.CompletedTask; // one batch is stored while the next is read and cut
        try
        {
            foreach (var batch in Batches(documents, chunk, cancellationToken))
            {
                await storing.ConfigureAwait(false);
                storing = StoreAsync(batch);
            }
        }
        finally
        {
            await storing.ConfigureAwait(false);
        }
        var forgotten = Follow.Count > 0 ? await following.FinishAsync(memory, reader, cancellationToken).ConfigureAwait(false) : 0;
        return new IngestResult(tally.Documents, tally.Chunks, tally.Known + (reader?.Skipped ?? 0), reader?.Problems ?? [], _time.GetElapsedTime(began)) { Forgotten = forgotten };

        async Task StoreAsync(List<ChunkedDocument> batch)
        {
            foreach (var document in Follow.Count > 0 ? batch : []) following.Seen.Add(document.Document.Source);
            tally = tally.With(batch, await memory.AddManyAsync(batch, cancellationToken).ConfigureAwait(false));
            progress?.Report(new IngestProgress(
                tally.Documents, tally.Chunks, tally.Known + (reader?.Skipped ?? 0), reader?.Progress.Done ?? 0, reader?.Progress.Total ?? 0, _time.GetElapsedTime(began)));
        }
    }

    private static IEnumerable<List<ChunkedDocument>> Batches<T>(IEnumerable<T> documents, Func<T, ChunkedDocument> chunk, CancellationToken cancellationToken)
    {
        var batch = new List<ChunkedDocument>();
        var chunks = 0;
        foreach (var document in InOrder(documents, chunk, cancellationToken))
        {
            batch.Add(document);
            chunks += document.Chunks.Count;
            if (chunks < BatchChunks) continue;
            yield return batch;
            (batch, chunks) = ([], 0);
        }
        if (batch.Count > 0) yield return batch;
    }

    /// <summary>Cuts documents by all cores, a bounded number at once, and gives them in order.</summary>
    private static IEnumerable<ChunkedDocument> InOrder<T>(IEnumerable<T> documents, Func<T, ChunkedDocument> chunk, CancellationToken cancellationToken)
    {
        var cutting = new Queue<Task<ChunkedDocument>>();
        try
        {
            foreach (var document in documents)
            {
                cancellationToken.ThrowIfCancellationRequested();
                cutting.Enqueue(Task.Run(() => chunk(document), cancellationToken));
                if (cutting.Count >= CutAtOnce)
                    yield return cutting.Dequeue().GetAwaiter().GetResult();
            }
            while (cutting.TryDequeue(out var next))
                yield return next.GetAwaiter().GetResult();
        }
        finally
        {
            Task.WhenAll(cutting).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CancellationToken.None); // nothing goes on behind the caller's back
        }
    }

    private ChunkedDocument Chunked(SourceDocument document, CancellationToken cancellationToken) => new(
        Record(document),
        [.. chunker.Chunk(document.Text, cancellationToken).Where(piece => !string.IsNullOrWhiteSpace(piece.Text)).Select(piece => new Chunk(piece.Text, piece.TokenCount))]);

    private ChunkedDocument Whole(SourceDocument document, float[] vector, CancellationToken cancellationToken) => new(
        Record(document),
        [new Chunk(document.Text, chunker.Chunk(document.Text, cancellationToken).Sum(piece => piece.TokenCount)) { Features = new Features([vector], [null]) }]);

    private static DocumentRecord Record(SourceDocument document) => new(document.Source, document.Text, document.Meta) { Replaces = document.Replaces };

    private readonly record struct Tally(int Documents, int Chunks, int Known)
    {
        public Tally With(List<ChunkedDocument> batch, IReadOnlyList<bool> added) => new(
            Documents + added.Count(fresh => fresh),
            Chunks + batch.Where((_, i) => added[i]).Sum(document => document.Chunks.Count),
            Known + added.Count(fresh => !fresh));
    }
}
