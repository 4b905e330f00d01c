using Loci.Embedding;
using Loci.Memories;

namespace Loci.VectorData;

/// <summary>Reads a memory as records, one per source. Every method reads the memory as it is then; a source that goes meanwhile is passed over.</summary>
internal sealed class MemoryRecords(IMemory memory)
{
    private const int Block = 256;
    private const int FirstLook = 64;

    /// <summary>All sources in the order their first document was added, without texts and vectors.</summary>
    public IReadOnlyList<MemoryRecord> Bare(CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. memory.Documents(filter: null, cancellationToken).SelectMany(document => Sources(document).Where(seen.Add).Select(source => Bare(source, document)))];
    }

    /// <summary>The records of these sources, in the order given.</summary>
    public IEnumerable<MemoryRecord> Read(IEnumerable<string> sources, bool vectors, CancellationToken cancellationToken) =>
        sources.Chunk(Block).SelectMany(block => ReadBlock(block, vectors, cancellationToken));

    /// <summary>
    /// The sources whose best piece is most like the query, best first, ties to the piece added first. A memory ranks by |k|; so the search is widened until no
    /// piece it has not seen could come among the first <paramref name="count"/>.
    /// </summary>
    /// <param name="query">The query's features.</param>
    /// <param name="count">How many sources at most.</param>
    /// <param name="allowed">Which sources may be found; null for all.</param>
    /// <param name="late">What else must hold of a record, its text read; null for nothing.</param>
    /// <param name="vectors">Whether records get their vectors.</param>
    /// <param name="cancellationToken">Checked between searches.</param>
    public IReadOnlyList<(MemoryRecord Record, double Score)> Search(
        Features query, int count, IReadOnlySet<string>? allowed, Func<MemoryRecord, bool>? late, bool vectors, CancellationToken cancellationToken)
    {
        Func<StoredDocument, bool>? filter = allowed is null ? null : document => Sources(document).Any(allowed.Contains);
        for (var look = Math.Max(FirstLook, Times(count, 2)); ; look = Times(look, 4))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = memory.Search([query], new SearchOptions { Count = look, Filter = filter }, cancellationToken);
            var all = found.Count < look || look == int.MaxValue;
            var floor = all ? double.NegativeInfinity : found.Scores[^1];
            var pieces = Best(found, allowed).TakeWhile(piece => piece.Score >= floor);
            (MemoryRecord Record, double Score)[] records = [.. Complete(pieces, late, vectors, cancellationToken).Take(count)];
            if (records.Length == count || all) return records;
        }
    }

    private static int Times(int count, int factor) => (int)Math.Min((long)count * factor, int.MaxValue);

    private static IEnumerable<string> Sources(StoredDocument document) => document.Copies.Prepend(document.Source);

    private static MemoryRecord Bare(string source, StoredDocument document) => new() { Source = source, Text = "", Meta = document.Meta, Added = document.Added };

    private static IEnumerable<FoundPiece> Best(Candidates found, IReadOnlySet<string>? allowed)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Enumerable.Range(0, found.Count)
            .SelectMany(i => Sources(found.Documents[i]).Select(source => new FoundPiece(source, found.Texts[i], CandidateScores.Vector(found, i), CandidateScores.Signed(found, i), found.Chunks[i])))
            .Where(piece => allowed?.Contains(piece.Source) != false)
            .OrderByDescending(piece => piece.Score).ThenBy(piece => piece.Chunk)
            .Where(piece => seen.Add(piece.Source));
    }

    private IEnumerable<(MemoryRecord Record, double Score)> Complete(IEnumerable<FoundPiece> pieces, Func<MemoryRecord, bool>? late, bool vectors, CancellationToken cancellationToken)
    {
        foreach (var block in pieces.Chunk(Block))
        {
            var records = ReadBlock([.. block.Select(piece => piece.Source)], vectors: false, cancellationToken).ToDictionary(record => record.Source, StringComparer.Ordinal);
            foreach (var piece in block)
            {
                if (!records.TryGetValue(piece.Source, out var record)) continue;
                record = record with { Passage = piece.Text, Vector = piece.Vector };
                if (late?.Invoke(record) == false) continue;
                yield return (vectors ? record : record with { Vector = default }, piece.Score);
            }
        }
    }

    private IEnumerable<MemoryRecord> ReadBlock(string[] sources, bool vectors, CancellationToken cancellationToken)
    {
        var filter = new DocumentFilter { Sources = sources };
        var documents = memory.Documents(filter, cancellationToken);
        if (documents.Count == 0) return [];
        // A query of no features is alike to no chunk and so finds all, in the order they were added.
        var found = memory.Search([Silence()], new SearchOptions { Count = int.MaxValue, Documents = filter }, cancellationToken);
        var pieces = Enumerable.Range(0, found.Count).ToLookup(i => found.Documents[i].Id);
        var owners = documents.SelectMany(document => Sources(document).Select(source => (source, document))).ToLookup(pair => pair.source, pair => pair.document, StringComparer.Ordinal);
        return sources.Where(owners.Contains).Select(source =>
        {
            StoredDocument[] parts = [.. owners[source].OrderBy(document => document.Id)];
            int[] rows = [.. parts.SelectMany(part => pieces[part.Id])];
            return Bare(source, parts[0]) with
            {
                Text = string.Join('\n', parts.Select(part => string.Concat(pieces[part.Id].OrderBy(i => found.Ordinals[i]).Select(i => found.Texts[i])))),
                Vector = vectors && rows.Length == 1 ? CandidateScores.Vector(found, rows[0]) : default,
            };
        });
    }

    private Features Silence() => new(
        [.. memory.Embedder.Parts.Select(part => part.Kind == FeatureKind.Dense ? new float[part.Dimensions] : null)],
        [.. memory.Embedder.Parts.Select(part => part.Kind == FeatureKind.TermCounts ? new TermCounts([], []) : null)]);
}
