using System.Numerics.Tensors;
using Loci.Embedding;
using Loci.Memories;
using Microsoft.Extensions.VectorData;

namespace Loci.VectorData;

/// <summary>
/// The records of a store with the largest |cosine| to a query, or the largest sum of squared cosines to several, though the store itself only gives the nearest to
/// one vector: it is asked for the nearest to every query and to its negative, and deeper, until no record it has not given can come among the best
/// (the threshold algorithm, Fagin, Lotem and Naor 2001).
/// </summary>
internal sealed class NearestRecords<TKey, TRecord>(
    VectorStoreCollection<TKey, TRecord> store, IEmbedder embedder, RecordMapping<TKey, TRecord> mapping, RecordReader<TKey, TRecord> reader, int deepest)
    where TKey : notnull
    where TRecord : class
{
    /// <summary>A record with its unit vector and what it is ranked by.</summary>
    public sealed record Ranked(TRecord Record, StoredDocument Document, float[] Vector, double Score);

    /// <summary>Finds the best, best first, ties to the smaller number.</summary>
    public async Task<IReadOnlyList<Ranked>> FindAsync(float[][] queries, int count, DocumentFilter? filter, CancellationToken cancellationToken)
    {
        var known = new Dictionary<TKey, Ranked>();
        var refused = new HashSet<TKey>();
        for (var depth = Math.Min(count, deepest); ; depth = (int)Math.Min((long)depth * 4, deepest))
        {
            var (bound, exhausted) = (0.0, true);
            foreach (var query in queries)
            {
                var furthest = 0.0;
                foreach (var direction in (float[][])[query, Negative(query)])
                {
                    var asked = await AskAsync(direction, depth, filter, cancellationToken).ConfigureAwait(false);
                    await ReadAsync(asked, queries, filter, known, refused, cancellationToken).ConfigureAwait(false);
                    if (asked.Count < depth) continue; // all there are, from this side
                    exhausted = false;
                    furthest = Math.Max(furthest, Furthest(asked, direction, known));
                }
                bound += queries.Length == 1 ? furthest : furthest * furthest;
            }
            Ranked[] best = [.. known.Values.OrderByDescending(ranked => ranked.Score).ThenBy(ranked => ranked.Document.Id).Take(count)];
            if (exhausted || depth >= deepest || (best.Length == count && best[^1].Score >= bound)) return best;
        }
    }

    private static float[] Negative(float[] query) => Array.ConvertAll(query, value => -value);

    /// <summary>How near a record that was not given can be: no nearer than the last one given whose vector is known; 1 where a filter refused all.</summary>
    private double Furthest(List<TRecord> given, float[] direction, Dictionary<TKey, Ranked> known)
    {
        for (var i = given.Count - 1; i >= 0; i--)
            if (known.TryGetValue(mapping.Key(given[i]), out var ranked)) return Math.Max(0, TensorPrimitives.Dot<float>(direction, ranked.Vector));
        return 1;
    }

    private async Task<List<TRecord>> AskAsync(float[] query, int depth, DocumentFilter? filter, CancellationToken cancellationToken)
    {
        var options = new VectorSearchOptions<TRecord> { IncludeVectors = mapping.Vector is not null, VectorProperty = mapping.VectorProperty, Filter = reader.Translate(filter) };
        var found = new List<TRecord>();
        await foreach (var result in store.SearchAsync(new ReadOnlyMemory<float>(query), depth, options, cancellationToken).ConfigureAwait(false)) found.Add(result.Record);
        return found;
    }

    /// <summary>Reads the vectors of records not seen before, embedding the texts of those that come without, and scores them.</summary>
    private async Task ReadAsync(
        List<TRecord> records, float[][] queries, DocumentFilter? filter, Dictionary<TKey, Ranked> known, HashSet<TKey> refused, CancellationToken cancellationToken)
    {
        var fresh = new List<(TRecord Record, StoredDocument Document)>();
        foreach (var record in records.DistinctBy(mapping.Key).Where(record => !known.ContainsKey(mapping.Key(record)) && !refused.Contains(mapping.Key(record))))
        {
            var document = reader.Document(record);
            if (filter?.Means(document) == false) refused.Add(mapping.Key(record));
            else fresh.Add((record, document));
        }
        var vectors = await RecordVectors.OfAsync(embedder, [.. fresh.Select(item => item.Record)], mapping, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < fresh.Count; i++)
            known.Add(mapping.Key(fresh[i].Record), new Ranked(fresh[i].Record, fresh[i].Document, vectors[i], Score(queries, vectors[i])));
    }

    private static double Score(float[][] queries, float[] vector) => queries.Length == 1
        ? Math.Abs((double)TensorPrimitives.Dot<float>(queries[0], vector))
        : queries.Select(query => (double)TensorPrimitives.Dot<float>(query, vector)).Sum(kernel => kernel * kernel);
}
